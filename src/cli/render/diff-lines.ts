/** A unified diff of one object of a structure, for a terminal. */
import type { ObjectDiff } from '../../plan/diff-structure.js';
import type { Colors } from '../output.js';

/** `change` is what becomes of the object, in a few words. */
export function diffLines(
  { object, change, patch }: Omit<ObjectDiff, 'change'> & { readonly change: string },
  colors: Colors,
): readonly string[] {
  const lines = patch === '' ? [] : patch.trimEnd().split('\n');
  return [colors.bold(`${object}: ${change}`), ...lines.map(line => `  ${paint(line, colors)}`)];
}

/** Indentation stays; whatever could steer a terminal does not. */
function paint(line: string, { green, red }: Colors): string {
  const text = line.replace(/\p{Cc}/gu, ' ');
  if (text.startsWith('+')) return green(text);
  return text.startsWith('-') ? red(text) : text;
}
