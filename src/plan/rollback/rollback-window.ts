/**
 * Whether a flip can be taken back for a while without a loss: the old side, with its old structure, follows the new one,
 * and is promoted again. It must take every row event of the new structure right, hold the same rows as the new side once
 * it gets its own leg after all, and the side that has the new structure must have a way back. What nobody has proved
 * counts as a loss. Pure.
 */
import { judgeBack } from '../judge-back.js';
import type { JudgedBatch } from '../judge-batch.js';
import type { TableVerdict, Verdict } from '../plan.js';
import type { Structure } from '../structure.js';
import { wayBack } from '../way-back/way-back.js';
import { whyLossy } from './why-lossy.js';

/** `copies`: tables that the new side gets back by a copy, because the batch dropped columns of theirs. */
export type RollbackWindow =
  | { readonly lossless: true; readonly copies: readonly string[] }
  | { readonly lossless: false; readonly tables: readonly LossyTable[] };

/** `table` is an object's name where it is no table: `trigger:t`. */
export type LossyTable = { readonly table: string; readonly why: string };

/** `forward` are the verdicts by which the batch flips. */
export function rollbackOf(batch: JudgedBatch, forward: readonly TableVerdict[]): RollbackWindow {
  const { before } = batch;
  const after = batch.statements.at(-1)?.after ?? before;
  const { copies, impossible } = wayBack(after, before);
  const found = [
    ...changedTables(before, after).flatMap(table => ownReasons(table, before, after)),
    ...convertedReasons(forward),
    ...judgeBack(batch).flatMap(({ table, verdict }) => reasonOf(table, verdict)),
    ...impossible.map(why => ({ table: 'the way back', why })),
    ...stoppedCopies(copies, before, after),
  ];
  if (found.length === 0) return { lossless: true, copies };
  return { lossless: false, tables: firstOfEach(found) };
}

function changedTables(before: Structure, after: Structure): readonly string[] {
  const names = new Set([...Object.keys(before.tables), ...Object.keys(after.tables)]);
  return [...names].filter(name => before.tables[name]?.create !== after.tables[name]?.create).sort();
}

function ownReasons(table: string, before: Structure, after: Structure): readonly LossyTable[] {
  const [old, now] = [before.tables[table], after.tables[table]];
  if (old === undefined)
    return [{ table, why: 'the old side does not have it, and would stop at its first row' }];
  if (now === undefined) return [{ table, why: 'it is gone, with its rows' }];
  return whyLossy(old, now, before).map(why => ({ table, why }));
}

/** A type that needs a conversion one way loses the other way. */
function convertedReasons(forward: readonly TableVerdict[]): readonly LossyTable[] {
  return forward.flatMap(({ table, verdict }) => reasonOf(table, verdict));
}

function reasonOf(table: string, verdict: Verdict): readonly LossyTable[] {
  return verdict.kind === 'applies' ? [] : [{ table, why: verdict.why }];
}

/**
 * A copy is taken at a point that the new side applies up to. A key that only the new side has may stop it before that,
 * at a row that the old side took.
 */
function stoppedCopies(
  copies: readonly string[],
  before: Structure,
  after: Structure,
): readonly LossyTable[] {
  if (copies.length === 0) return [];
  return changedTables(before, after)
    .filter(table => hasNewUnique(table, before, after))
    .map(table => ({
      table,
      why: `it gets a unique key while ${copies.join(', ')} loses columns, which only a side that applies gets back`,
    }));
}

function hasNewUnique(table: string, before: Structure, after: Structure): boolean {
  const uniques = ({ tables }: Structure): readonly string[] =>
    (tables[table]?.keys ?? []).filter(({ unique }) => unique).map(({ columns }) => columns.join());
  const old = uniques(before);
  return uniques(after).some(key => !old.includes(key));
}

/** One reason for each, in name order: the first is the plainest. */
function firstOfEach(found: readonly LossyTable[]): readonly LossyTable[] {
  const first = new Map<string, LossyTable>();
  for (const one of found) if (!first.has(one.table)) first.set(one.table, one);
  return [...first.values()].sort((a, b) => (a.table < b.table ? -1 : 1));
}
