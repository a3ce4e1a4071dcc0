/**
 * The verdict: what happens when row events written with the old structure are applied to the new one. By
 * position, type, charset, nullability, members, keys, defaults and cascades. The law is: no false `applies`.
 * Whatever was not seen to apply on a real server is refused, so a needless refusal is possible, a silent
 * difference is not. Pure: structures in, judgement out.
 */
import type { TableVerdict } from './plan.js';
import type { Structure, Table } from './structure.js';
import { judgeChecks } from './verdict/judge-checks.js';
import { judgeColumns } from './verdict/judge-columns.js';
import { judgeForeignKeys } from './verdict/judge-foreign-keys.js';
import { judgeKeys } from './verdict/judge-keys.js';
import { judgeRowImage } from './verdict/judge-row-image.js';
import { judgeStorage } from './verdict/judge-storage.js';
import { gravest, silentlyWrong } from './verdict/judgement.js';
import { type Lineage, lineageByName } from './verdict/lineage.js';
import type { RowApplier } from './verdict/row-applier.js';

export type JudgedTable = {
  readonly before: Table;
  readonly after: Table;
  readonly applier: RowApplier;
  /** Without it, columns of one name count as one column: a rename then looks like another column, and is refused. */
  readonly lineage?: Lineage;
};

export function judgeTable({ before, after, applier, lineage }: JudgedTable): TableVerdict {
  const change = { before, after, applier, lineage: lineage ?? lineageByName(before, after) };
  const judgement = gravest([
    ...judgeStorage(change),
    ...judgeRowImage(change),
    ...judgeColumns(change),
    ...judgeKeys(change),
    ...judgeForeignKeys(change),
    ...judgeChecks(change),
  ]);
  return { table: before.name, ...judgement };
}

export type JudgedStructures = {
  readonly before: Structure;
  readonly after: Structure;
  readonly applier: RowApplier;
  /** By table name; see `JudgedTable`. */
  readonly lineages?: ReadonlyMap<string, Lineage>;
};

/** A verdict for every table of `before` that changes, and for everything else but views (`trigger:t`, …), by name. */
export function judgeStructures({
  before,
  after,
  applier,
  lineages,
}: JudgedStructures): readonly TableVerdict[] {
  const tables = Object.values(before.tables).flatMap(table => {
    const now = after.tables[table.name];
    if (now === undefined) return [gone(table)];
    const lineage = lineages?.get(table.name);
    if (now.create === table.create && keepsColumns(now, lineage)) return [];
    return [judgeTable({ before: table, after: now, applier, ...(lineage && { lineage }) })];
  });
  return [...tables, ...judgeOthers(before, after)].sort((a, b) => (a.table < b.table ? -1 : 1));
}

/** A column dropped and added anew leaves the structure as it was, not the rows. */
function keepsColumns({ columns }: Table, lineage: Lineage | undefined): boolean {
  return lineage === undefined || columns.every(({ name }) => lineage.get(name) === name);
}

function gone({ name }: Table): TableVerdict {
  const why = `${name} is dropped or renamed, and the active still writes to it`;
  const advice = 'a migration with nothing else in it goes direct';
  return { table: name, ...silentlyWrong(why, advice) };
}

/** Views read, and change nothing. Triggers, events and sequences write, on each server for itself. */
function judgeOthers(before: Structure, after: Structure): readonly TableVerdict[] {
  const names = new Set([...Object.keys(before.others), ...Object.keys(after.others)]);
  return [...names]
    .filter(name => !name.startsWith('view:') && before.others[name] !== after.others[name])
    .map(name => ({
      table: name,
      ...silentlyWrong(
        `${name.replace(':', ' ')} changes, and would act on one side only`,
        'a migration with nothing else in it goes direct',
      ),
    }));
}
