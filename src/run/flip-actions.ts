/**
 * The actions around the write pause. Each re-reads its own precondition on the session that acts, directly before
 * the statement: what was seen a moment ago is no ground for opening or closing a server.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { statements } from '../engine/statements.js';
import { BlockedError, FailedError } from '../errors.js';
import type { Flavor, ServerFacts } from '../flavor/flavor.js';
import type { Journal } from '../journal/journal.js';
import { otherSide, type Side } from '../pair/side.js';
import type { Pointer } from '../pointer/pointer.js';
import { answeredWithin } from '../server/answered-within.js';
import type { Session } from '../server/connection.js';
import { isConnectionLost } from '../server/server-error.js';
import { actOn } from './act-on.js';
import type { PairSessions } from './connect-pair.js';
import { endOpenXa } from './end-open-xa.js';
import { withEventsAsleep } from './event-actions.js';
import { assertNoPreparedXa, assertQuiet, assertSeesXa } from './open-transactions.js';

export type FlipDeps = {
  readonly config: Config;
  readonly flavor: Flavor;
  readonly pair: PairSessions;
  readonly pointers: readonly Pointer[];
  readonly journal: Journal;
};

/**
 * Checks what would make the pause long or the flip fail, writes the flip down, and closes the active for writes.
 * `assertUnchanged` is the caller's own last look, which may take its time.
 */
export async function fence(deps: FlipDeps, side: Side, assertUnchanged: () => Promise<void>): Promise<void> {
  const control = deps.pair.control(side);
  await assertPointersAccept(deps, side);
  await assertQuiet(deps, control);
  await assertNoPreparedXa(deps, control);
  await assertSeesXa(deps, control);
  await awaitSmallLag(deps, side);
  await withEventsAsleep(deps, side, async () => {
    await assertUnchanged();
    await closeForWrites(deps, side);
  });
}

async function closeForWrites(deps: FlipDeps, side: Side): Promise<void> {
  const control = deps.pair.control(side);
  await deps.journal.append({ kind: 'flip', from: side, to: otherSide(side), at: Date.now() });
  const stopWatching = killWhenLate(deps, side, control);
  try {
    for (const { sql } of statements({ do: 'fence', side, events: [] }, deps.flavor, deps.config.limits))
      await control.send(sql);
  } catch (error) {
    await stopWatching();
    // Whatever the lock was got for, it must not stay: all writes hang behind it.
    for (const sql of deps.flavor.releaseFence()) await control.send(sql);
    throw error;
  }
  await stopWatching();
  await assertClosed(control, deps.flavor);
}

async function assertClosed(control: Session, flavor: Flavor): Promise<void> {
  if (!(await readFacts(control, flavor)).readOnly)
    throw new FailedError(`${control.label}: still accepts writes after it was closed`);
}

/**
 * `lock_wait_timeout` does not bound every wait of a server, and while the fence waits all writes hang. To stop
 * watching waits for a kill that is under way: it must not hit a later statement.
 */
function killWhenLate({ pair, config }: FlipDeps, side: Side, control: Session): () => Promise<void> {
  const kill = async (): Promise<void> => {
    const watch = await pair.watch(side);
    await watch?.send(`KILL QUERY ${control.threadId}`);
  };
  let killing = Promise.resolve();
  const timer = setTimeout(() => {
    // A kill that fails leaves the fence to the server's own limit; there is nobody to tell.
    killing = kill().catch(() => undefined);
  }, config.limits.fenceLockWaitMs + fenceGraceMs);
  return async () => {
    clearTimeout(timer);
    await killing;
  };
}

const fenceGraceMs = 500;

/** The pause is as long as the lag at its begin: a few good moments in a row are worth waiting for, but not forever. */
async function awaitSmallLag({ flavor, pair }: FlipDeps, active: Side): Promise<void> {
  const until = performance.now() + smallLagPatienceMs;
  for (let good = 0; good < goodMoments && performance.now() < until; ) {
    const target = (await readFacts(pair.control(active), flavor)).executed;
    const begun = performance.now();
    while (performance.now() < until) {
      if ((await readFacts(pair.control(otherSide(active)), flavor)).executed.contains(target)) break;
      await sleep(drainPollMs);
    }
    good = performance.now() - begun < smallLagMs ? good + 1 : 0;
  }
}

const smallLagPatienceMs = 3000;
const smallLagMs = 50;
const goodMoments = 3;

/** Waits until the passive has applied all of the active, or the drain limit is over; the next look judges. */
export async function drain({ config, flavor, pair }: FlipDeps, passive: Side): Promise<void> {
  const active = pair.control(otherSide(passive));
  const target = (await readFacts(active, flavor)).executed;
  const until = performance.now() + config.limits.drainMs;
  for (;;) {
    if ((await readFacts(pair.control(passive), flavor)).executed.contains(target)) return;
    if (performance.now() > until) return;
    await sleep(drainPollMs);
  }
}

const drainPollMs = 2;

/** Opens the passive, after reading once more that the active is closed and that nothing is missing. */
export async function promote(deps: FlipDeps, passive: Side): Promise<void> {
  const { flavor, pair, config } = deps;
  const [upper, lower] = [pair.control(otherSide(passive)), pair.control(passive)];
  if (!(await readFacts(upper, flavor)).readOnly)
    throw new BlockedError(`${upper.label}: accepts writes, so ${lower.label} is not opened`);
  await assertNoPreparedXa(deps, upper);
  // Again: a session that came right before the fence may have written.
  await assertSeesXa(deps, upper);
  await endOpenXa(upper, flavor);
  // Prepared meanwhile: nobody is left who could prepare another one.
  await assertNoPreparedXa(deps, upper);
  await assertShowsAll(deps, passive);
  for (const { side, sql } of statements(
    { do: 'open-writes', side: passive, why: 'promote' },
    flavor,
    config.limits,
  )) {
    const session = await actOn(pair, side);
    await answeredWithin(session, config.limits.writePauseMs, () => session.send(sql));
  }
}

/** What is applied and not committed yet is waited for as long as a drain may take. Throws FailedError. */
async function assertShowsAll({ config, flavor, pair }: FlipDeps, passive: Side): Promise<void> {
  const [upper, lower] = [pair.control(otherSide(passive)), pair.control(passive)];
  // Read only now: something may have come through until here.
  const target = await readFacts(upper, flavor);
  const until = performance.now() + config.limits.drainMs;
  for (;;) {
    const reached = await readFacts(lower, flavor);
    if (flavor.showsAll(reached, target)) return;
    if (!reached.executed.contains(target.executed) || performance.now() > until)
      throw new FailedError(
        `${lower.label}: has not applied everything of ${upper.label}, so it is not opened`,
      );
    await sleep(drainPollMs);
  }
}

/**
 * Opens the active again, unless the passive was opened in between. A passive that cannot be asked hinders it only if
 * this flip may have opened it.
 */
export async function unfence({ flavor, pair, config, journal }: FlipDeps, side: Side): Promise<void> {
  const other = await pair.watch(otherSide(side));
  const open = other === null ? 'unknown' : await isOpenForWrites(other, flavor);
  if (open === true || (open === 'unknown' && journal.facts().promoteSent)) {
    const why = open === true ? 'accepts writes' : 'may have been opened and cannot be asked';
    throw new BlockedError(
      `${pair.endpoints[otherSide(side)].label}: ${why}, so ${pair.endpoints[side].label} is not opened`,
    );
  }
  for (const { sql } of statements({ do: 'open-writes', side, why: 'unfence' }, flavor, config.limits)) {
    await pair.control(side).send(sql);
  }
  // Somebody moved the pointer after the fence: what it holds on the side that it came from must not stay.
  if (journal.facts().flipFrom === otherSide(side)) {
    for (const sql of flavor.releaseFence()) await pair.control(otherSide(side)).send(sql);
  }
}

async function isOpenForWrites(other: Session, flavor: Flavor): Promise<boolean | 'unknown'> {
  try {
    return !(await readFacts(other, flavor)).readOnly;
  } catch (error) {
    if (isConnectionLost(error)) return 'unknown';
    throw error;
  }
}

/**
 * Closes a side that nobody should write on. A write that came in since the last look was acknowledged there and is
 * nowhere else: then that side is the one to go on with, and stays open. Throws FailedError for that.
 */
export async function closeWrites(deps: FlipDeps, side: Side): Promise<void> {
  const { flavor, pair, config } = deps;
  const control = pair.control(side);
  for (const { sql } of statements({ do: 'close-writes', side }, flavor, config.limits))
    await control.send(sql);
  await assertClosed(control, flavor);
  if (!(await isOnlyOneToGoOn(deps, side))) return;
  for (const open of statements({ do: 'open-writes', side, why: 'promote' }, flavor, config.limits))
    await (await actOn(pair, open.side)).send(open.sql);
  throw new FailedError(`${control.label}: was written to just now, so it stays open`);
}

/** Both are closed, and this one has everything of the other one and more. */
async function isOnlyOneToGoOn({ flavor, pair }: FlipDeps, side: Side): Promise<boolean> {
  const other = await readFacts(pair.control(otherSide(side)), flavor);
  const { executed } = await readFacts(pair.control(side), flavor);
  return other.readOnly && executed.contains(other.executed) && !other.executed.contains(executed);
}

/** Moves every pointer that does not name the side yet, and reads each back. */
export async function movePointers({ config, pointers }: FlipDeps, to: Side): Promise<void> {
  for (const pointer of pointers) {
    const value = await pointer.read();
    if (value.active === to) continue;
    await pointer.compareAndSet(value, { active: to, ...config.servers[to].application });
    const now = await pointer.read();
    if (now.active !== to)
      throw new FailedError(`${pointer.name}: still names ${now.active} after it was set to ${to}`);
  }
}

/** A pointer that cannot be written must be known before writes are paused: it is set to what it already says. */
async function assertPointersAccept({ config, pointers }: FlipDeps, active: Side): Promise<void> {
  for (const pointer of pointers) {
    const value = await pointer.read();
    if (value.active !== active)
      throw new BlockedError(`${pointer.name}: names ${value.active}, not ${active}`);
    await pointer.compareAndSet(value, { active, ...config.servers[active].application });
  }
}

async function readFacts(session: Session, flavor: Flavor): Promise<ServerFacts> {
  const row = await answeredWithin(session, answerMs, () => session.row(flavor.serverQuery));
  return flavor.readServer(row ?? {});
}

/** A server that says nothing must not keep writes paused: its session is given up, and with it the flip. */
const answerMs = 2000;
