/** One row of information_schema.COLUMNS as a Column. Pure: what MariaDB and MySQL write differently meets here. */
import type { Column, ColumnDefault } from '../plan/structure.js';
import { withoutSchema } from './catalog-text.js';
import type { Row } from './connection.js';

export function parseColumn(row: Row): Column {
  const columnType = String(row.COLUMN_TYPE);
  const extra = String(row.EXTRA ?? '').toUpperCase();
  const dataType = String(row.DATA_TYPE).toLowerCase();
  const generated = parseGenerated(extra);
  return {
    name: String(row.COLUMN_NAME),
    dataType,
    columnType,
    unsigned: / unsigned\b/.test(columnType) && dataType !== 'enum' && dataType !== 'set',
    nullable: row.IS_NULLABLE === 'YES',
    length: numberOrNull(row.CHARACTER_MAXIMUM_LENGTH),
    precision: numberOrNull(row.NUMERIC_PRECISION),
    scale: numberOrNull(row.NUMERIC_SCALE),
    datetimePrecision: numberOrNull(row.DATETIME_PRECISION),
    charset: canonicalCharset(row.CHARACTER_SET_NAME),
    collation: typeof row.COLLATION_NAME === 'string' ? row.COLLATION_NAME : null,
    default: generated === null ? parseDefault(row, extra) : { kind: 'none' },
    autoIncrement: extra.includes('AUTO_INCREMENT'),
    generated,
    expression: generated === null ? null : sqlOf(row, row.GENERATION_EXPRESSION),
    onUpdate: extra.includes('ON UPDATE'),
    members: dataType === 'enum' || dataType === 'set' ? parseMembers(columnType) : [],
  };
}

/**
 * MariaDB writes a default as SQL (`'x'`, `NULL`, `uuid()`), so that a literal shows by its form. MySQL writes
 * the bare value and marks an expression with DEFAULT_GENERATED. IS_GENERATED exists on MariaDB only.
 */
function parseDefault(row: Row, extra: string): ColumnDefault {
  const text = row.COLUMN_DEFAULT;
  const nullable = row.IS_NULLABLE === 'YES';
  if (text === null || text === undefined) {
    return nullable && !('IS_GENERATED' in row) ? { kind: 'literal', value: null } : { kind: 'none' };
  }
  const value = sqlOf(row, text);
  if ('IS_GENERATED' in row) return parseSqlDefault(value);
  return extra.includes('DEFAULT_GENERATED')
    ? { kind: 'expression', text: value }
    : { kind: 'literal', value };
}

const quoted = /^'((?:[^'\\]|''|\\.)*)'$/s;
const numeric = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;
/** MariaDB 11.8 prints the default of a VARBINARY so, 10.11 as a string. */
const bytes = /^(?:b'[01]*'|x'[0-9a-f]*')$/i;

/** Anything that is not plainly a literal counts as an expression: the safe side. */
function parseSqlDefault(sql: string): ColumnDefault {
  if (sql === 'NULL') return { kind: 'literal', value: null };
  const string = quoted.exec(sql);
  if (string !== null) return { kind: 'literal', value: literalText(string[1] ?? '') };
  return numeric.test(sql) || bytes.test(sql)
    ? { kind: 'literal', value: sql }
    : { kind: 'expression', text: sql };
}

const escapes: Readonly<Record<string, string>> = { '0': '\0', n: '\n', r: '\r', t: '\t', Z: '\x1a' };

function literalText(text: string): string {
  return text.replace(/''|\\(.)/gs, (_, letter?: string) =>
    letter === undefined ? "'" : (escapes[letter] ?? letter),
  );
}

/** An expression may name a sequence of the same schema: `nextval(`db`.`seq`)`. */
function sqlOf(row: Row, value: unknown): string {
  return withoutSchema(String(value), String(row.TABLE_SCHEMA));
}

function parseGenerated(extra: string): Column['generated'] {
  // MySQL says DEFAULT_GENERATED for a column whose default is an expression: that one is not generated.
  if (/\b(STORED|PERSISTENT) GENERATED\b/.test(extra)) return 'stored';
  return /\bVIRTUAL GENERATED\b/.test(extra) ? 'virtual' : null;
}

/** Members of `enum('a','b''c')`. Quotes come doubled; backslashes are kept as the server prints them. */
function parseMembers(columnType: string): readonly string[] {
  return Array.from(columnType.matchAll(/'((?:[^']|'')*)'/g), match =>
    (match[1] ?? '').replaceAll("''", "'"),
  );
}

/** Servers before MariaDB 10.6 and MySQL 8.0.28 call utf8mb3 `utf8`. */
export function canonicalCharset(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return value === 'utf8' ? 'utf8mb3' : value;
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
