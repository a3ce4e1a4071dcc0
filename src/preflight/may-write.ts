/** Words of a body that may write, or may call something that does. A word in a comment counts: the safe side. Pure. */
const writing =
  /\b(?:insert|update|delete|replace|truncate|load|call|create|alter|drop|rename|execute|prepare|handler|lock)\b/i;

export function mayWrite(body: string): boolean {
  return writing.test(body);
}
