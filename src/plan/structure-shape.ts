/** The shape of a structure as JSON carries it. */
import * as v from 'valibot';
import { type EntriesOf, textByName, texts, wholeNumber } from './entries-of.js';
import type { Column, ColumnDefault, ForeignKey, Key, Structure, Table } from './structure.js';

const nullableText = v.nullable(v.string());
const nullableNumber = v.nullable(wholeNumber);

const defaults = {
  none: { kind: v.literal('none') },
  literal: { kind: v.literal('literal'), value: nullableText },
  expression: { kind: v.literal('expression'), text: v.string() },
} satisfies { [K in ColumnDefault['kind']]: EntriesOf<Extract<ColumnDefault, { readonly kind: K }>> };

const column = v.object({
  name: v.string(),
  dataType: v.string(),
  columnType: v.string(),
  unsigned: v.boolean(),
  nullable: v.boolean(),
  length: nullableNumber,
  precision: nullableNumber,
  scale: nullableNumber,
  datetimePrecision: nullableNumber,
  charset: nullableText,
  collation: nullableText,
  default: v.variant('kind', [
    v.object(defaults.none),
    v.object(defaults.literal),
    v.object(defaults.expression),
  ]),
  autoIncrement: v.boolean(),
  generated: v.nullable(v.picklist(['stored', 'virtual'])),
  expression: nullableText,
  onUpdate: v.boolean(),
  members: texts,
} satisfies EntriesOf<Column>);

const key = v.object({
  name: v.string(),
  unique: v.boolean(),
  type: v.string(),
  columns: texts,
} satisfies EntriesOf<Key>);

const foreignKey = v.object({
  name: v.string(),
  columns: texts,
  referencedTable: v.string(),
  referencedColumns: texts,
  onDelete: v.string(),
  onUpdate: v.string(),
} satisfies EntriesOf<ForeignKey>);

const table = v.object({
  name: v.string(),
  create: v.string(),
  engine: v.string(),
  charset: v.string(),
  columns: v.array(column),
  keys: v.array(key),
  foreignKeys: v.array(foreignKey),
  checks: textByName,
  partitioning: nullableText,
} satisfies EntriesOf<Table>);

export const StructureShape = v.object({
  tables: v.record(v.string(), table),
  others: textByName,
} satisfies EntriesOf<Structure>);
