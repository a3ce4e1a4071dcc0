/** Keys, foreign keys and checks of one table from rows of information_schema. Pure. */
import type { ForeignKey, Key } from '../plan/structure.js';
import { withoutSchema } from './catalog-text.js';
import type { Row } from './connection.js';

/** Rows of STATISTICS in index order: one row per key part. The result is sorted by name. */
export function parseKeys(rows: readonly Row[]): readonly Key[] {
  return byName(rows, 'INDEX_NAME').map(([name, parts]) => ({
    name,
    unique: Number(parts[0]?.NON_UNIQUE) === 0,
    type: String(parts[0]?.INDEX_TYPE),
    columns: parts.map(part =>
      part.COLUMN_NAME === null ? `(${part.EXPRESSION})` : String(part.COLUMN_NAME),
    ),
  }));
}

/** Rows of KEY_COLUMN_USAGE joined with REFERENTIAL_CONSTRAINTS, in column order. Sorted by name. */
export function parseForeignKeys(rows: readonly Row[]): readonly ForeignKey[] {
  return byName(rows, 'CONSTRAINT_NAME').map(([name, parts]) => ({
    name,
    columns: parts.map(part => String(part.COLUMN_NAME)),
    referencedTable: referencedTable(parts[0] ?? {}),
    referencedColumns: parts.map(part => String(part.REFERENCED_COLUMN_NAME)),
    onDelete: String(parts[0]?.DELETE_RULE),
    onUpdate: String(parts[0]?.UPDATE_RULE),
  }));
}

/**
 * A column's own CHECK has the column's name on MariaDB, and a table's may have the same: they are kept apart.
 * On MySQL a check may be NOT ENFORCED, which is part of what it is.
 */
export function parseChecks(rows: readonly Row[]): Readonly<Record<string, string>> {
  const checks = rows.map(row => {
    const name = String(row.CONSTRAINT_NAME);
    const clause = withoutSchema(String(row.CHECK_CLAUSE), String(row.CONSTRAINT_SCHEMA));
    return [
      row.LEVEL === 'Column' ? `column ${name}` : name,
      row.ENFORCED === 'NO' ? `${clause} NOT ENFORCED` : clause,
    ] as const;
  });
  return Object.fromEntries(checks.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function referencedTable(row: Row): string {
  const name = String(row.REFERENCED_TABLE_NAME);
  return row.REFERENCED_TABLE_SCHEMA === row.TABLE_SCHEMA ? name : `${row.REFERENCED_TABLE_SCHEMA}.${name}`;
}

function byName(rows: readonly Row[], column: string): readonly (readonly [string, readonly Row[]])[] {
  const names = new Map<string, Row[]>();
  for (const row of rows) {
    const name = String(row[column]);
    names.set(name, [...(names.get(name) ?? []), row]);
  }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1));
}
