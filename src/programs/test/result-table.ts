/**
 * Tables of values as text, in the form that the servers' clients print: what a test expects is read from it, and what
 * came is shown in it. A value that would be misread stands in single quotes: `''`, `' a'`, `'NULL'`, `'a|b'`. Pure.
 */
import type { Cell, ResultTable } from './program-test.js';

/** The cells of a line `| a | b |`, or null where it is none. */
export function parseRow(line: string): readonly Cell[] | null {
  if (!line.startsWith('|')) return null;
  const cells: Cell[] = [];
  for (let at = 1; at < line.length; ) {
    const { cell, end } = readCell(line, at);
    if (end > line.length) return null;
    cells.push(cell);
    at = end;
  }
  return cells.length === 0 ? null : cells;
}

/** `end` is behind the bar that ends the cell; beyond the line where there is none. */
function readCell(line: string, at: number): { readonly cell: Cell; readonly end: number } {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(line);
  if (quoted !== null) return { cell: unquote(quoted[1] ?? ''), end: QUOTED.lastIndex };
  const bar = line.indexOf('|', at);
  if (bar === -1) return { cell: null, end: line.length + 1 };
  const text = line.slice(at, bar).trim();
  return { cell: text === 'NULL' ? null : text, end: bar + 1 };
}

const QUOTED = /\s*'((?:[^'\\]|''|\\.)*)'\s*\|/y;

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };

function unquote(text: string): string {
  return text.replace(/''|\\(.)/gs, (_, letter?: string) =>
    letter === undefined ? "'" : (escapes[letter] ?? letter),
  );
}

/** A value in the one form in which it is shown; `parseRow` reads it back. */
export function printCell(cell: Cell): string {
  if (cell === null) return 'NULL';
  const plain = cell !== '' && cell !== 'NULL' && cell.trim() === cell && !/^'|[|\p{Cc}]/u.test(cell);
  return plain ? cell : `'${quoted(cell)}'`;
}

const letters = new Map(Object.entries(escapes).map(([letter, value]) => [value, letter]));

function quoted(text: string): string {
  return text.replace(/['\\\n\r\t\0]/g, found => (found === "'" ? "''" : `\\${letters.get(found) ?? found}`));
}

/** The same widths in all of them, so that a diff of two shows where they differ and nothing else. */
export function printTables(tables: readonly ResultTable[]): readonly string[] {
  const printed = tables.map(({ columns, rows }) => [columns, ...rows].map(row => row.map(printCell)));
  const widths: number[] = [];
  for (const row of printed.flat())
    for (const [index, text] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, lengthOf(text));
  return printed.map(lines => lines.map(row => printLine(row, widths)).join('\n'));
}

function printLine(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map((text, index) => text + ' '.repeat((widths[index] ?? 0) - lengthOf(text)));
  return `| ${padded.join(' | ')} |`;
}

function lengthOf(text: string): number {
  return [...text].length;
}
