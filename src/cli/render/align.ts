/** Lays out a table of words: columns as wide as their widest cell, two spaces between, nothing after the last. */
import { stripVTControlCharacters } from 'node:util';

/** One line per row. Colour codes take no width. */
export function align(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map(row => widthOf(row[column] ?? ''))),
  );
  return rows.map(row =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function pad(cell: string, width: number): string {
  return cell + ' '.repeat(width - widthOf(cell));
}

function widthOf(cell: string): number {
  return [...stripVTControlCharacters(cell)].length;
}
