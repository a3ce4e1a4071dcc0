/**
 * Values of a key as they travel from one server into a statement for the other: asked for as text that says them
 * exactly, and written as a literal that neither the connection's character set nor a sql_mode can change.
 */
import type { Column } from '../plan/structure.js';
import { quoteIdentifier } from '../sql/identifier.js';

/** How the values of one column are written. `time` stands for every type whose text is plain ASCII. */
export type KeyForm = 'number' | 'text' | 'bytes' | 'time';

export type KeyColumn = { readonly name: string; readonly form: KeyForm };

/** One SQL literal for each column of the key. */
export type KeyValues = readonly string[];

const forms: Readonly<Record<string, KeyForm>> = {
  ...Object.fromEntries(
    ['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal'].map(type => [type, 'number'] as const),
  ),
  ...Object.fromEntries(['char', 'varchar', 'tinytext', 'text'].map(type => [type, 'text'] as const)),
  ...Object.fromEntries(['binary', 'varbinary', 'tinyblob', 'blob'].map(type => [type, 'bytes'] as const)),
  ...Object.fromEntries(
    ['date', 'datetime', 'timestamp', 'time', 'uuid', 'inet4', 'inet6'].map(type => [type, 'time'] as const),
  ),
};

/**
 * Null for a type that cannot be a boundary: floating point is not exact, and the members of an ENUM are compared
 * as texts but sorted by number.
 */
export function keyFormOf({ dataType }: Column): KeyForm | null {
  return forms[dataType] ?? null;
}

/** The expression whose value `literalOf` turns into a literal again. */
export function keyExpression({ name, form }: KeyColumn): string {
  const column = quoteIdentifier(name);
  if (form === 'text') return `HEX(CONVERT(${column} USING utf8mb4))`;
  if (form === 'bytes') return `HEX(${column})`;
  // Adding 0 takes the zeros of ZEROFILL away.
  return form === 'number' ? `CAST(${column} + 0 AS CHAR)` : `CAST(${column} AS CHAR)`;
}

export function literalOf({ form }: KeyColumn, value: unknown): string {
  const text = String(value);
  if (form === 'number') return text;
  if (form === 'time') return `'${text}'`;
  return form === 'text' ? `_utf8mb4 X'${text}'` : `X'${text}'`;
}

/** `id = 5 and name = 'x'`, for people. */
export function describeKey(columns: readonly KeyColumn[], values: KeyValues): string {
  return columns.map(({ name, form }, i) => `${name} = ${readable(form, values[i] ?? '')}`).join(' and ');
}

function readable(form: KeyForm, literal: string): string {
  if (form !== 'text') return literal;
  const hex = literal.slice(literal.indexOf("'") + 1, -1);
  return `'${Buffer.from(hex, 'hex').toString('utf8').replaceAll("'", "''")}'`;
}
