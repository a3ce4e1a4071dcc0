/** A unified diff of one object of a structure, for a terminal. */
import type { ObjectDiff } from '../../plan/diff-structure.js';
import type { Colors } from '../output.js';

export function diffLines({ object, change, patch }: ObjectDiff, colors: Colors): readonly string[] {
  const lines = patch.trimEnd().split('\n');
  return [colors.bold(`${object}: ${change}`), ...lines.map(line => `  ${paint(line, colors)}`)];
}

/** Indentation stays; whatever could steer a terminal does not. */
function paint(line: string, { green, red }: Colors): string {
  const text = line.replace(/\p{Cc}/gu, ' ');
  if (text.startsWith('+')) return green(text);
  return text.startsWith('-') ? red(text) : text;
}
