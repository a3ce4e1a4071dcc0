/** The statements of a file as a table: where each stands, what ends it, and how it begins. */
import { oneLine } from '../../one-line.js';
import type { Statement } from '../../sql/split.js';
import { align } from './align.js';

const heading = ['line:column', 'ends with', 'lines', 'statement'];

export function describeSplit(statements: readonly Statement[]): readonly string[] {
  if (statements.length === 0) return ['no statement'];
  return align([heading, ...statements.map(rowOf)]);
}

function rowOf({ text, line, column, delimiter }: Statement): readonly string[] {
  const lines = text.split('\n');
  const more = lines.length > 1 ? ' …' : '';
  return [
    `${line}:${column}`,
    delimiter === '' ? 'nothing' : delimiter,
    String(lines.length),
    oneLine(lines[0] ?? '', 100) + more,
  ];
}
