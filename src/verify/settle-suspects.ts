/**
 * Tells rows that differ from rows that were only being written while they were read. A row that is seen equal once
 * is equal: what really differs does not become equal by waiting. To prove that a row differs, the active's is locked
 * for a moment, the passive catches up with what the active had by then, and both are read.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { KeyedTable } from './compared-table.js';
import { type Comparison, followActive } from './comparison.js';
import { keysPredicate } from './key-range.js';
import { readBothLocked } from './read-both-locked.js';
import { readKeyedSums } from './read-rows.js';
import { findSuspects, type Suspect } from './suspects.js';

const batchRows = 50;
/** The longest time that a row of the active stays locked: as long as the passive lags, and not longer. */
const holdMs = 1000;
const catchUpMs = 10_000;
const giveUpMs = 60_000;
const pauseMs = 100;

export type Settling = {
  readonly comparison: Comparison;
  readonly table: KeyedTable;
  /** Differences after which no more are looked for. */
  readonly enough: number;
};

/** Those of the suspects that differ. Throws FailedError when it cannot be told. */
export async function settleSuspects(
  settling: Settling,
  suspects: readonly Suspect[],
): Promise<readonly Suspect[]> {
  const different: Suspect[] = [];
  for (let at = 0; at < suspects.length; at += batchRows) {
    const written = await readFreely(settling, suspects.slice(at, at + batchRows));
    for (const suspect of await readFreely(settling, written)) {
      const settled = await settleRow(settling, suspect);
      if (settled !== null) different.push(settled);
      if (different.length >= settling.enough) return different;
    }
  }
  return different;
}

/** Without any lock, some rows at a time: enough for nearly every row that was only being written. */
async function readFreely(
  { comparison, table }: Settling,
  suspects: readonly Suspect[],
): Promise<readonly Suspect[]> {
  if (suspects.length === 0) return [];
  const { active, passive } = comparison.sessions;
  const keys = suspects.map(({ key }) => key);
  const where = keysPredicate(table.key.columns, keys);
  const before = await readKeyedSums({ session: active, role: 'active', table }, where);
  await followActive(comparison, catchUpMs);
  return findSuspects(before, await readKeyedSums({ session: passive, role: 'passive', table }, where));
}

/**
 * Null when the row is equal. It counts as different when two locked readings say so: MySQL lets a transaction be
 * seen a moment before it says that it has executed it, so a single one could have waited for too little.
 */
async function settleRow(settling: Settling, suspect: Suspect): Promise<Suspect | null> {
  const deadline = performance.now() + giveUpMs;
  const ofRow = (found: readonly Suspect[]) =>
    found.find(({ key }) => key.join() === suspect.key.join()) ?? null;
  for (let proofs = 0; performance.now() < deadline; ) {
    const locked = await readLocked(settling, suspect);
    const seen = ofRow(locked ?? (await readFreely(settling, [suspect])));
    if (seen === null) return null;
    if (locked === null) await sleep(pauseMs);
    else if (++proofs === 2) return seen;
  }
  throw new FailedError(
    `rows of ${settling.table.name} cannot be compared: somebody keeps them locked, or the passive lags`,
    { hint: 'run the same command again when the active has less to do' },
  );
}

/**
 * Null when it could not be told this time. One row at a time: who holds nothing while he waits for a lock is never
 * part of a deadlock, so no transaction of an application fails because of us.
 */
async function readLocked(
  { comparison, table }: Settling,
  { key }: Suspect,
): Promise<readonly Suspect[] | null> {
  const where = `${keysPredicate(table.key.columns, [key])} LOCK IN SHARE MODE`;
  const both = await readBothLocked(comparison, {
    take: ['START TRANSACTION'],
    release: ['ROLLBACK'],
    holdMs,
    read: role => readKeyedSums({ session: comparison.sessions[role], role, table }, where),
  });
  return both === null ? null : findSuspects(...both);
}
