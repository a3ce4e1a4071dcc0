/** Waits until the passive has applied what the active has, for at most one slice: then the engine looks again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Action } from '../engine/action.js';
import type { Report } from '../engine/ports.js';
import { FailedError, StoppedError } from '../errors.js';
import { otherSide, type ReplicaKey, type ServerKey, type Side, sideOf } from '../pair/side.js';
import { readReplication } from '../server/read-replication.js';
import type { PerformDeps } from './perform.js';

const sliceMs = 5000;
const pollMs = 100;

/** Reports the share of what was missing at the first look, with an ETA from the rate so far. */
export async function waitApplied(
  deps: PerformDeps,
  { side, why, replicas = [] }: WaitApplied,
  report: Report,
): Promise<void> {
  const { pair, flavor } = deps;
  const read = async (of: Side) =>
    flavor.readServer((await pair.control(of).row(flavor.serverQuery)) ?? {}).executed;
  const target = await read(otherSide(side));
  const missing = Number(target.minus(await read(side)).size);
  const begun = performance.now();
  for (;;) {
    const left = Number(target.minus(await read(side)).size);
    const elapsed = performance.now() - begun;
    const share = missing === 0 ? 1 : 1 - left / missing;
    report({
      what: `${side} lacks ${left} transactions`,
      share,
      etaMs: share > 0 && share < 1 ? Math.round((elapsed / share) * (1 - share)) : null,
    });
    if (left === 0 && why === 'catch-up') await noteRate(deps, { side, transactions: missing, ms: elapsed });
    if (left === 0 || elapsed > sliceMs) break;
    await sleep(pollMs);
  }
  for (const replica of replicas) await waitForReplica(deps, replica, begun + sliceMs);
}

/** Shorter waits tell of the polling. */
const leastMs = 1000;

/** For later plans: where it cannot be written, nobody misses it. */
async function noteRate(
  { journal }: PerformDeps,
  caughtUp: { readonly side: Side; readonly transactions: number; readonly ms: number },
): Promise<void> {
  if (caughtUp.ms < leastMs || caughtUp.transactions === 0) return;
  await journal
    .append({ kind: 'caught-up', ...caughtUp, ms: Math.round(caughtUp.ms) })
    .catch(() => undefined);
}

type WaitApplied = Extract<Action, { readonly do: 'wait-applied' }>;

/** Until it has what its side has now, or the slice is over. One that cannot be asked is the next look's business. */
async function waitForReplica(
  { pair, flavor }: PerformDeps,
  replica: ReplicaKey,
  until: number,
): Promise<void> {
  const read = async (of: ServerKey) => {
    const row = await (await pair.watch(of))?.row(flavor.serverQuery).catch(() => undefined);
    return row === undefined ? null : flavor.readServer(row).executed;
  };
  const target = await read(sideOf(replica));
  if (target === null) return;
  while (performance.now() < until) {
    const executed = await read(replica);
    if (executed === null || executed.contains(target)) return;
    await sleep(pollMs);
  }
}

export type PositionWait = { readonly limitMs: number; readonly signal?: AbortSignal };

/**
 * Waits until the other side has what `side` has now. Throws FailedError when its applier does not run (any more), or it
 * takes longer than `limitMs`; StoppedError when `signal` is aborted.
 */
export async function waitForPosition(
  deps: PerformDeps,
  side: Side,
  { limitMs, signal }: PositionWait,
): Promise<void> {
  const { pair, flavor } = deps;
  const read = async (of: Side) =>
    flavor.readServer((await pair.control(of).row(flavor.serverQuery)) ?? {}).executed;
  const lower = otherSide(side);
  const target = await read(side);
  const until = performance.now() + limitMs;
  for (let look = 1; !(await read(lower)).contains(target); look++) {
    if (look % looksPerStatus === 0) await assertApplies(deps, lower);
    if (signal?.aborted === true) throw notYet(deps, lower);
    if (performance.now() > until)
      throw new FailedError(
        `${pair.endpoints[lower].label}: does not catch up with ${pair.endpoints[side].label}`,
        { hint: 'see `dbshift status`, and run the same command again' },
      );
    await sleep(positionPollMs);
  }
}

const positionPollMs = 5;

/** What replication says of itself costs more than the position, and never comes to be within ms. */
const looksPerStatus = 20;

async function assertApplies({ pair, flavor }: PerformDeps, side: Side): Promise<void> {
  const { applier, error } = await readReplication(pair.control(side), flavor);
  if (applier === 'running') return;
  const { label } = pair.endpoints[side];
  throw applier === 'broken'
    ? new FailedError(`${label}: its applier ended with an error: ${error}`, {
        hint: 'mend what it says there and start the applier, then run the same command again',
      })
    : new FailedError(`${label}: its applier does not run, so it does not get what the other side has`, {
        hint: 'start it, or see `dbshift status` for why it stands; then run the same command again',
      });
}

function notYet({ pair }: PerformDeps, side: Side): StoppedError {
  return new StoppedError(`stopped before ${pair.endpoints[side].label} had applied everything`, {
    hint: 'run the same command again: it looks at both servers first',
  });
}
