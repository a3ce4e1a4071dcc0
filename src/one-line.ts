/** Text of others (SQL, a server's error, a table's name) in one line that cannot steer a terminal. Pure. */

/** At most `max` characters; the plan and the journal have the whole. */
export function oneLine(text: string, max = 200): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= max ? line : `${line.slice(0, max - 1)}…`;
}
