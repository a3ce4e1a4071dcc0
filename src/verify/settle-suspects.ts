/**
 * Tells rows that differ from rows that were only being written while they were read. A row that is seen equal once
 * is equal: what really differs does not become equal by waiting. To prove that rows differ, the active's are locked
 * for a moment, the passive catches up with what it had by then, and both are read.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { KeyedTable } from './compared-table.js';
import { type Comparison, followActive } from './comparison.js';
import { keysPredicate } from './key-range.js';
import { lockingClause, readBothLocked } from './read-both-locked.js';
import { readKeyedSums } from './read-rows.js';
import { findSuspects, type Suspect } from './suspects.js';

/** So few rows are locked at a time that a writer hardly meets one. */
const batchRows = 50;
/** The longest time that rows of the active stay locked: as long as the passive lags, and not longer. */
const holdMs = 1000;
const catchUpMs = 10_000;
const giveUpMs = 60_000;
const pauseMs = 100;

/** Those that differ; looks for no more once there are `enough`. Throws FailedError when it cannot be told. */
export async function settleSuspects(
  comparison: Comparison,
  table: KeyedTable,
  { suspects, enough }: { readonly suspects: readonly Suspect[]; readonly enough: number },
): Promise<readonly Suspect[]> {
  const different: Suspect[] = [];
  for (let at = 0; at < suspects.length && different.length < enough; at += batchRows) {
    different.push(...(await settleBatch(comparison, table, suspects.slice(at, at + batchRows))));
  }
  return different.slice(0, enough);
}

/**
 * Rows count as different when two locked readings say so: MySQL lets a transaction be seen a moment before it says
 * that it has executed it, so a single one could have asked the passive to wait for too little.
 */
async function settleBatch(
  comparison: Comparison,
  table: KeyedTable,
  batch: readonly Suspect[],
): Promise<readonly Suspect[]> {
  let left = await readFreely(comparison, table, batch);
  const deadline = performance.now() + giveUpMs;
  for (let proofs = 0; left.length > 0 && performance.now() < deadline; ) {
    const locked = await readLocked(comparison, table, left);
    left = locked ?? (await readFreely(comparison, table, left));
    if (locked !== null) proofs++;
    if (proofs === 2) return left;
    if (locked === null) await sleep(pauseMs);
  }
  if (left.length === 0) return [];
  throw new FailedError(
    `rows of ${table.name} cannot be compared: somebody keeps them locked, or the passive lags`,
    {
      hint: 'run the same command again when the active has less to do',
    },
  );
}

/** Without any lock: enough for nearly every row that was only being written. */
async function readFreely(
  comparison: Comparison,
  table: KeyedTable,
  suspects: readonly Suspect[],
): Promise<readonly Suspect[]> {
  const predicate = predicateOf(table, suspects);
  const { active, passive } = comparison.sessions;
  const before = await readKeyedSums({ session: active, role: 'active', table }, predicate);
  await followActive(comparison, catchUpMs);
  return findSuspects(before, await readKeyedSums({ session: passive, role: 'passive', table }, predicate));
}

/** Null when it could not be told this time. */
async function readLocked(
  comparison: Comparison,
  table: KeyedTable,
  suspects: readonly Suspect[],
): Promise<readonly Suspect[] | null> {
  const predicate = predicateOf(table, suspects);
  const both = await readBothLocked(comparison, holdMs, role =>
    readKeyedSums({ session: comparison.sessions[role], role, table }, predicate + lockingClause),
  );
  return both === null ? null : findSuspects(...both);
}

function predicateOf({ key }: KeyedTable, suspects: readonly Suspect[]): string {
  return keysPredicate(
    key.columns,
    suspects.map(suspect => suspect.key),
  );
}
