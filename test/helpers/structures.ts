/** Tables for tests of the pure rules, written shortly: `table('t', [column('id', 'int', notNull)])`. */
import type { Column, Structure, Table } from '../../src/plan/structure.js';
import type { RowApplier } from '../../src/plan/verdict/row-applier.js';
import { parseColumn } from '../../src/server/catalog-column.js';

export const notNull: Partial<Column> = { nullable: false, default: { kind: 'none' } };

/** A nullable column without a default; character types are utf8mb4 unless `extra` says otherwise. */
export function column(name: string, columnType: string, extra: Partial<Column> = {}): Column {
  const [, dataType = '', size] = /^(\w+)(?:\(([\d,]+)\))?/.exec(columnType) ?? [];
  const [first, second] = size?.split(',').map(Number) ?? [];
  const text = /char|text|enum|set/.test(dataType);
  return {
    ...parseColumn({ COLUMN_NAME: name, COLUMN_TYPE: columnType, DATA_TYPE: dataType, IS_NULLABLE: 'YES' }),
    length: /char|binary|text|blob/.test(dataType) ? (first ?? textLengths[dataType] ?? 1) : null,
    precision: dataType === 'decimal' || dataType === 'bit' ? (first ?? 10) : null,
    scale: dataType === 'decimal' ? (second ?? 0) : null,
    datetimePrecision: /time/.test(dataType) ? (first ?? 0) : null,
    charset: text ? 'utf8mb4' : null,
    collation: text ? 'utf8mb4_general_ci' : null,
    ...extra,
  };
}

const textLengths: Readonly<Record<string, number>> = {
  tinytext: 255,
  text: 65_535,
  mediumtext: 16_777_215,
  longtext: 4_294_967_295,
  tinyblob: 255,
  blob: 65_535,
  mediumblob: 16_777_215,
  longblob: 4_294_967_295,
};

export function table(name: string, columns: readonly Column[], extra: Partial<Table> = {}): Table {
  const base: Omit<Table, 'create'> = {
    name,
    engine: 'InnoDB',
    charset: 'utf8mb4',
    columns,
    keys: [{ name: 'PRIMARY', unique: true, type: 'BTREE', columns: [columns[0]?.name ?? 'id'] }],
    foreignKeys: [],
    checks: {},
    partitioning: null,
    ...extra,
  };
  return { ...base, create: `CREATE TABLE ${JSON.stringify(base)}`, ...extra };
}

export function structure(...tables: readonly Table[]): Structure {
  return { tables: Object.fromEntries(tables.map(each => [each.name, each])), others: {} };
}

export const mariadbApplier: RowApplier = {
  flavor: 'mariadb',
  capabilities: {
    appliesExpressionDefaults: false,
    matchesEventColumns: false,
    computesSoughtColumns: false,
    checksRowEvents: false,
    logsCascades: false,
  },
  rowImage: 'FULL',
};

export const mysqlApplier: RowApplier = {
  flavor: 'mysql',
  capabilities: {
    appliesExpressionDefaults: true,
    matchesEventColumns: true,
    computesSoughtColumns: true,
    checksRowEvents: true,
    logsCascades: true,
  },
  rowImage: 'FULL',
};
