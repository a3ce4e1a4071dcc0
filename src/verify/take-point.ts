/**
 * Brings both sides to one position, and opens a snapshot of each there. The passive's applier is stopped first, and the
 * active's snapshot opened when that shows all that was applied; then the passive applies exactly up to it, its own
 * snapshot is opened, and it goes on. Nobody else writes on the passive, so what its snapshot shows is what the active's does, or it differs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { GtidSet } from '../gtid/gtid-set.js';
import type { Session } from '../server/connection.js';
import { readReplication } from '../server/read-replication.js';
import { type ComparedServers, readFacts } from './comparison.js';
import { beginSnapshot, openSnapshot, type Snapshot } from './open-snapshot.js';

/** One position at which both sides are read. */
export type PointTaken = {
  /** Everything that was executed there, as the servers name it. */
  readonly position: string;
  /** Unix time in ms. */
  readonly at: number;
  /** How long the passive's applier stood still or only came up to the point. */
  readonly stoppedMs: number;
  /** How long commits on the active were kept out (MySQL). */
  readonly lockedMs: number;
};

/** Then the passive lags too much for a point: its applier is let go on. */
const reachMs = 30_000;
const firstPauseMs = 1;
const longestPauseMs = 20;

/**
 * Null when the active's lock was not to be had. Throws FailedError when the passive does not come to the point. The
 * applier runs again afterwards in every case but one: its server is lost.
 */
export async function takePoint(servers: ComparedServers, lockMs: number): Promise<PointTaken | null> {
  const { flavor, readers, beside } = servers;
  const begun = performance.now();
  let taken: { readonly snapshot: Snapshot; readonly reached: GtidSet } | null = null;
  try {
    const snapshot = await reachPoint({ flavor, reader: readers.active, beside }, lockMs);
    if (snapshot !== null) {
      await readers.passive.send(beginSnapshot);
      taken = { snapshot, reached: (await readFacts(beside.passive, flavor)).executed };
    }
  } finally {
    for (const sql of flavor.startApplier()) await beside.passive.send(sql);
  }
  const stoppedMs = performance.now() - begun;
  if (taken === null) return null;
  const position = await assertExact(servers, taken);
  return {
    position: position.toString(),
    at: Date.now(),
    stoppedMs: Math.round(stoppedMs),
    lockedMs: Math.round(taken.snapshot.lockedMs),
  };
}

type Beside = Pick<ComparedServers, 'flavor' | 'beside'>;

export type PointServers = Beside & {
  /** Gets the snapshot of the active. */
  readonly reader: Session;
};

/**
 * Opens a snapshot of the active, and lets the passive apply exactly up to there: its applier, which must run when this is
 * called, stands still afterwards. Null and throws as `takePoint` does.
 */
export async function reachPoint(
  { flavor, reader, beside }: PointServers,
  lockMs: number,
): Promise<Snapshot | null> {
  for (const sql of flavor.stopApplier()) await beside.passive.send(sql);
  const begun = performance.now();
  for (;;) {
    const snapshot = await openSnapshot({ flavor, reader, beside: beside.active, lockMs });
    if (snapshot === null) return null;
    if (!(await isTooEarly({ flavor, beside }, snapshot))) {
      await applyUpTo({ flavor, beside }, snapshot);
      return snapshot;
    }
    if (performance.now() - begun > reachMs) throw neverCommitted(beside);
    await reader.send('ROLLBACK');
    await sleep(firstPauseMs);
  }
}

/** The passive may have applied a transaction that the active is still about to commit. */
async function isTooEarly(servers: Beside, snapshot: Snapshot): Promise<boolean> {
  const { flavor, beside } = servers;
  const applier = (await beside.passive.row(flavor.replicationQuery)) ?? {};
  if (!snapshot.position.isBehind(applier)) return false;
  const { executed: reached } = await readFacts(beside.passive, flavor);
  return isBeyond(servers, { position: await readExecuted(servers, snapshot), reached });
}

/**
 * The applier stops by itself where it was told to. One that is there already may wait for an event that never comes, so
 * after a while it is also asked where it stands.
 */
async function applyUpTo(servers: Beside, snapshot: Snapshot): Promise<void> {
  const { flavor, beside } = servers;
  await beside.passive.send(snapshot.position.applyUntil);
  const begun = performance.now();
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const { applier, error } = await readReplication(beside.passive, flavor);
    if (applier === 'broken') throw new FailedError(`${beside.passive.label}: its applier stopped: ${error}`);
    if (applier !== 'running') return;
    if (pause >= longestPauseMs && (await isThere(servers, snapshot))) {
      for (const sql of flavor.stopApplier()) await beside.passive.send(sql);
      return;
    }
    if (performance.now() - begun > reachMs) throw notReached(servers);
    await sleep(pause);
  }
}

async function isThere(servers: Beside, snapshot: Snapshot): Promise<boolean> {
  const { executed } = await readFacts(servers.beside.passive, servers.flavor);
  return executed.contains(await readExecuted(servers, snapshot));
}

/** Everything that the active had executed at its snapshot. */
async function readExecuted({ flavor, beside }: Beside, { position }: Snapshot): Promise<GtidSet> {
  const row = await beside.active.row(position.executedQuery);
  return flavor.points.readExecuted(row ?? {}, (await readFacts(beside.active, flavor)).executed);
}

/**
 * What was read is worth nothing unless both stood at one position: the servers are asked. Returns that position. Throws
 * FailedError.
 */
export async function assertExact(
  servers: Beside,
  { snapshot, reached }: { readonly snapshot: Snapshot; readonly reached: GtidSet },
): Promise<GtidSet> {
  const { beside } = servers;
  const position = await readExecuted(servers, snapshot);
  if (reached.contains(position) && !(await isBeyond(servers, { position, reached }))) return position;
  throw new FailedError(`${beside.passive.label}: was to be read at ${position}, and was at ${reached}`, {
    hint: 'somebody else starts or stops its applier: find out who, and run the same command again',
  });
}

/** Whether `reached` has something that the active executed after `position`. */
async function isBeyond(
  { flavor, beside }: Beside,
  { position, reached }: { readonly position: GtidSet; readonly reached: GtidSet },
): Promise<boolean> {
  const later = (await readFacts(beside.active, flavor)).executed.minus(position);
  return later.minus(reached).size !== later.size;
}

function neverCommitted({ active, passive }: Beside['beside']): FailedError {
  return new FailedError(
    `${active.label}: has not committed within ${reachMs / 1000} s what ${passive.label} has applied already`,
    { hint: 'see whether it waits for a semi-synchronous replica, and run the same command again' },
  );
}

function notReached({ beside }: Beside): FailedError {
  return new FailedError(
    `${beside.passive.label}: did not come to the position of ${beside.active.label} within ${reachMs / 1000} s`,
    { hint: 'see its lag with `dbshift status`, and run the same command again' },
  );
}
