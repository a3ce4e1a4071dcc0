/** Copies the rows of a table from one server into an empty table of another one, value for value. */
import { FailedError } from '../errors.js';
import type { Column } from '../plan/structure.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { columnLiteral } from './column-literal.js';
import type { Row, Session } from './connection.js';

export type RowsToCopy = {
  /** In the snapshot that is to be copied. It may be kept waiting, and serves nothing else. */
  readonly reader: Session;
  readonly writer: Session;
  /** Full names, quoted. */
  readonly source: string;
  readonly target: string;
  readonly columns: readonly Column[];
  /** Gets the number of rows after each statement; what it throws ends the copy. */
  readonly onRows: (rows: number) => void;
};

/** Both ends must write and read moments and zeros alike: see `columnLiteral`. */
export const copySettings = [
  "SET SESSION time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'",
  'SET SESSION unique_checks = 0, foreign_key_checks = 0',
];

/** Far below what a server takes in one packet by default (16 MiB), so that only a row alone can be too long. */
const statementBytes = 1_000_000;

/** Throws ServerError, and FailedError for a row that is too long to be written as text. */
export async function copyRows({
  reader,
  writer,
  source,
  target,
  columns,
  onRows,
}: RowsToCopy): Promise<void> {
  const stored = columns.filter(({ generated }) => generated === null);
  const head = `INSERT INTO ${target} (${stored.map(({ name }) => quoteIdentifier(name)).join(', ')}) VALUES `;
  let waiting: string[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await writer.send(head + waiting.join(', '));
    onRows(waiting.length);
    [waiting, bytes] = [[], 0];
  };
  // A server gives up on a reader that does not read for a minute (net_write_timeout).
  await reader.send('SET SESSION net_write_timeout = 3600');
  for await (const row of reader.stream(rowsQuery(source, stored))) {
    const values = valuesOf(row, { source, columns: stored.length });
    waiting.push(values);
    bytes += values.length;
    if (bytes > statementBytes) await flush();
  }
  await flush();
}

/** `v0`, `v1` … are literals; `nulls` says how many of them are to be NULL. */
function rowsQuery(source: string, columns: readonly Column[]): string {
  const values = columns.map((column, i) => `${columnLiteral(column)} AS v${i}`);
  const nulls = columns.map(({ name }) => `(${quoteIdentifier(name)} IS NULL)`).join(' + ');
  return `SELECT ${[`${nulls} AS nulls`, ...values].join(', ')} FROM ${source}`;
}

function valuesOf(
  row: Row,
  { source, columns }: { readonly source: string; readonly columns: number },
): string {
  const values = Array.from({ length: columns }, (_, i) => row[`v${i}`]);
  // A text that is longer than max_allowed_packet is NULL, without an error.
  if (values.filter(value => value === null).length !== Number(row.nulls))
    throw new FailedError(`${source} has a row that is too long to be copied`, {
      hint: 'raise max_allowed_packet on both servers to more than twice the longest value, and run the same command again',
    });
  return `(${values.map(value => value ?? 'NULL').join(', ')})`;
}
