/**
 * All result sets of one statement, every value as the text that the servers' clients print: nothing is turned into a
 * number or a date on the way. A CALL has as many as its program selects.
 */
import type { FieldPacket, RowDataPacket } from 'mysql2/promise';
import type { Session } from './connection.js';
import { serverError } from './server-error.js';

export type ResultSet = {
  readonly columns: readonly string[];
  /** Bytes as `0x00FF`; null is NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
};

/** None for a statement that gives no rows. Throws ServerError. */
export async function readResultSets(session: Session, sql: string): Promise<readonly ResultSet[]> {
  const options = {
    sql,
    rowsAsArray: true,
    typeCast: (field: { buffer(): Buffer | null }) => field.buffer(),
  };
  const [rows, fields] = await session.driver.query<RowDataPacket[]>(options).catch((cause: unknown) => {
    throw serverError(session.label, cause);
  });
  // One result: its columns. Several, of a CALL: a list of columns for each, and nothing for its own ending.
  const lists = fields as unknown as
    | readonly (FieldPacket | readonly FieldPacket[] | undefined)[]
    | undefined;
  if (lists === undefined) return [];
  const several = lists.length > 0 && lists.some(one => one === undefined || Array.isArray(one));
  if (!several) return [resultSet(rows, fields)];
  return lists.flatMap((list, index) =>
    list === undefined ? [] : [resultSet(rows[index] as RowDataPacket[], list as FieldPacket[])],
  );
}

function resultSet(rows: readonly RowDataPacket[], fields: readonly FieldPacket[]): ResultSet {
  return {
    columns: fields.map(({ name }) => name),
    rows: rows.map(row => fields.map((field, index) => textOf(row[index] as Buffer | null, field))),
  };
}

function textOf(value: Buffer | null, { columnType, characterSet }: FieldPacket): string | null {
  if (value === null) return null;
  const bytes = bitsAndShapes.has(columnType) || (strings.has(columnType) && characterSet === binary);
  return bytes ? `0x${value.toString('hex').toUpperCase()}` : value.toString('utf8');
}

/** The character set of bytes; numbers and dates have it too. */
const binary = 63;

/** By their numbers in the protocol: BIT and GEOMETRY. */
const bitsAndShapes: ReadonlySet<number | undefined> = new Set([16, 255]);

/** VARCHAR, the four sizes of BLOB and TEXT, VAR_STRING, STRING. */
const strings: ReadonlySet<number | undefined> = new Set([15, 249, 250, 251, 252, 253, 254]);
