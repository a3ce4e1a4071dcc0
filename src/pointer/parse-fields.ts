import { jsonFormat } from './plain-formats.js';

/** What a command printed: a JSON object, or lines of `name=value`. Anything else gives no fields. */
export function parseFields(output: string): Readonly<Record<string, unknown>> {
  if (output.trimStart().startsWith('{')) return jsonFormat.parse(output);
  const lines = output.matchAll(/^\s*(\w+)=(.*?)\s*$/gmu);
  return Object.fromEntries([...lines].map(([, name = '', value]) => [name, value]));
}
