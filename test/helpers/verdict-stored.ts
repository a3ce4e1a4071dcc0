/** The form in which a record of the verdict is kept: what most columns have in common is left out. */
import { isDeepStrictEqual } from 'node:util';
import type { Column, Structure, Table } from '../../src/plan/structure.js';
import type { RecordedCase, RecordedTrial } from './verdict-record.js';
import type { Direction, Outcome, RowImage } from './verdict-trials.js';

type StoredColumn = Partial<Column>;
type StoredTable = Omit<Table, 'columns'> & { readonly columns: readonly StoredColumn[] };
/** Tables by their numbers. */
type StoredStructure = { readonly tables: readonly number[]; readonly others?: Structure['others'] };

export type StoredCase = {
  readonly title: string;
  readonly applier: RecordedCase['applier'];
  readonly before: StoredStructure;
  readonly statements: readonly { readonly sql: string; readonly after: StoredStructure }[];
  /** `old→new FULL` → `ALL_NON_LOSSY` → `stopped 1677`. */
  readonly trials: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export type StoredRecord = {
  readonly tables: readonly StoredTable[];
  readonly cases: readonly StoredCase[];
};

const common: Partial<Column> = {
  unsigned: false,
  nullable: true,
  length: null,
  precision: null,
  scale: null,
  datetimePrecision: null,
  charset: null,
  collation: null,
  default: { kind: 'literal', value: null },
  autoIncrement: false,
  generated: null,
  expression: null,
  onUpdate: false,
  members: [],
};

export function foldTable({ columns, ...table }: Table): StoredTable {
  const own = (column: Column) =>
    Object.entries(column).filter(
      ([field, value]) => !isDeepStrictEqual(value, common[field as keyof Column]),
    );
  return { ...table, columns: columns.map(column => Object.fromEntries(own(column))) };
}

export function unfoldTable({ columns, ...table }: StoredTable): Table {
  return { ...table, columns: columns.map(column => ({ ...common, ...column }) as Column) };
}

export function foldCase(
  { title, applier, seen, trials }: RecordedCase,
  numberOf: (table: Table) => number,
): StoredCase {
  const fold = ({ tables, others }: Structure): StoredStructure => ({
    tables: Object.values(tables).map(numberOf),
    others,
  });
  const statements = seen.statements.map(({ sql, after }) => ({ sql, after: fold(after) }));
  return { title, applier, before: fold(seen.before), statements, trials: foldTrials(trials) };
}

export function unfoldCase(stored: StoredCase, tables: readonly Table[]): RecordedCase {
  const unfold = ({ tables: numbers, others = {} }: StoredStructure): Structure => ({
    tables: Object.fromEntries(
      numbers.flatMap(at => tables.slice(at, at + 1)).map(table => [table.name, table]),
    ),
    others,
  });
  const statements = stored.statements.map(({ sql, after }) => ({ sql, after: unfold(after) }));
  const { title, applier } = stored;
  const seen = { before: unfold(stored.before), statements };
  return { title, applier, seen, trials: unfoldTrials(stored.trials) };
}

function foldTrials(trials: readonly RecordedTrial[]): StoredCase['trials'] {
  const ways: Record<string, Record<string, string>> = {};
  for (const { direction, rowImage, conversions, outcome, errno } of trials) {
    const way = `${direction} ${rowImage}`;
    ways[way] = { ...ways[way], [conversions]: errno === null ? outcome : `${outcome} ${errno}` };
  }
  return ways;
}

function unfoldTrials(ways: StoredCase['trials']): readonly RecordedTrial[] {
  return Object.entries(ways).flatMap(([way, settings]) => {
    const [direction, rowImage] = way.split(' ') as [Direction, RowImage];
    return Object.entries(settings).map(([conversions, said]) => {
      const [, outcome, errno] = /^(.+?)(?: (\d+))?$/.exec(said) ?? [];
      const met = errno === undefined ? null : Number(errno);
      return { direction, rowImage, conversions, outcome: outcome as Outcome, errno: met };
    });
  });
}
