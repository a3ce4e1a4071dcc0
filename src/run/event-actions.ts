/**
 * Scheduled events around a flip, on the real pair. They are put to sleep directly before the fence: behind it their
 * writes fail, and one that runs once is gone although it failed; its removal even writes into the binlog of the
 * fenced server (10.11 and 11.8, tested). A tick that falls into the flip is left out; what was to run once runs late.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { eventStatements, resetEventSession } from '../engine/event-statements.js';
import { BlockedError, FailedError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import { enabledEvents, isSameEvent, nameOf, type ScheduledEvent } from '../pair/scheduled-event.js';
import { otherSide, type Side } from '../pair/side.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import type { FlipDeps } from './flip-actions.js';

/**
 * Closes a side with `close` while its events sleep. If that fails they are woken again at once; if that fails too, or
 * this process dies, the next look finds them.
 */
export async function withEventsAsleep(
  deps: FlipDeps,
  active: Side,
  close: () => Promise<void>,
): Promise<void> {
  const control = deps.pair.control(active);
  const events = enabledEvents(await readEvents(control, deps.flavor));
  await assertMovable(deps, active, events);
  try {
    await send(control, { events, turn: 'off', flavor: deps.flavor });
    await awaitRunningEvents(deps, control);
    await close();
  } catch (error) {
    await turnEvents(deps, { side: active, turn: 'on', events }).catch(() => undefined);
    throw error;
  }
}

export type TurnEvents = {
  readonly side: Side;
  readonly turn: 'on' | 'off';
  readonly events: readonly ScheduledEvent[];
};

/**
 * Enables events on the side that accepts writes, or puts them to sleep on one that does not. What changed or went
 * since the look is left alone. Throws BlockedError where an event would be on at both sides.
 */
export async function turnEvents(deps: FlipDeps, { side, turn, events }: TurnEvents): Promise<void> {
  const { pair, flavor } = deps;
  const control = pair.control(side);
  const wanted = new Set(events.map(nameOf));
  const seen = (await readEvents(control, flavor)).filter(event => wanted.has(nameOf(event)));
  const still = seen.filter(({ status }) => status === (turn === 'on' ? 'asleep' : 'enabled'));
  if (turn === 'on') {
    const { readOnly } = flavor.readServer((await control.row(flavor.serverQuery)) ?? {});
    if (readOnly)
      throw new BlockedError(`${control.label}: refuses writes, so no scheduled event is enabled there`);
    await assertAsleepOn(deps, otherSide(side), still);
  }
  await send(control, { events: still, turn, flavor });
}

async function assertAsleepOn(
  { pair, flavor }: FlipDeps,
  side: Side,
  events: readonly ScheduledEvent[],
): Promise<void> {
  const session = await pair.watch(side);
  if (session === null) return;
  const enabled = new Set(enabledEvents(await readEvents(session, flavor)).map(nameOf));
  const both = events.map(nameOf).filter(name => enabled.has(name));
  if (both.length > 0)
    throw new BlockedError(`${session.label}: ${both.join(', ')} became enabled there, so not on both sides`);
}

/** The new active must have each event as the old one has it, and run it. */
async function assertMovable(
  { pair, flavor }: FlipDeps,
  active: Side,
  events: readonly ScheduledEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const [upper, lower] = [pair.control(active), pair.control(otherSide(active))];
  const there = new Map((await readEvents(lower, flavor)).map(event => [nameOf(event), event]));
  const odd = events
    .filter(
      event => there.get(nameOf(event))?.status !== 'asleep' || !isSameEvent(event, there.get(nameOf(event))),
    )
    .map(nameOf);
  if (odd.length > 0) {
    throw new FailedError(
      `${lower.label}: scheduled events are not as on ${upper.label}: ${odd.join(', ')}: not fenced`,
      { hint: 'compare SHOW CREATE EVENT on both sides' },
    );
  }
  if ((await schedulerRuns(upper)) && !(await schedulerRuns(lower))) {
    throw new FailedError(
      `${lower.label}: event_scheduler is not on, so no event would run there: not fenced`,
      {
        hint: 'SET GLOBAL event_scheduler = ON, and event_scheduler = ON in the option file',
      },
    );
  }
}

async function schedulerRuns(session: Session): Promise<boolean> {
  const row = await session.row('SELECT @@global.event_scheduler AS scheduler');
  return row?.scheduler === 'ON';
}

/** An event that runs already goes on when it is put to sleep (tested): it is waited for, and never ended. */
async function awaitRunningEvents({ config }: FlipDeps, control: Session): Promise<void> {
  const until = performance.now() + config.limits.longTransactionMs;
  for (;;) {
    const running = await control.rows<{ id: number; user: string; host: string; what: string }>(
      runningQuery,
    );
    if (running.length === 0) return;
    if (performance.now() > until) {
      const named = running.map(({ id, user, host, what }) => `connection ${id} (${user}@${host}, ${what})`);
      throw new FailedError(`${control.label}: not fenced, scheduled events run: ${named.join(', ')}`, {
        hint: 'wait for them to end, or end them; they are never killed',
      });
    }
    await sleep(runningPollMs);
  }
}

const runningPollMs = 20;

/**
 * An event runs as its definer, in a thread of the command `Connect` whose host has no port (10.11, 11.8, 9.7, tested).
 * So does a session over the socket for the moment in which it logs in. MySQL's performance_schema shows such a thread
 * as one of replication's: this list alone tells it apart there.
 */
const runningQuery = `SELECT id, user, host, COALESCE(LEFT(info, 60), 'between two statements') AS what
FROM information_schema.PROCESSLIST
WHERE command = 'Connect' AND host NOT LIKE '%:%' AND user NOT IN ('system user', 'unauthenticated user', 'event_scheduler')`;

async function readEvents(session: Session, flavor: Flavor): Promise<readonly ScheduledEvent[]> {
  return flavor.readEvents(await session.rows(flavor.eventsQuery));
}

type Sent = Omit<TurnEvents, 'side'> & { readonly flavor: Flavor };

async function send(control: Session, { events, turn, flavor }: Sent): Promise<void> {
  if (events.length === 0) return;
  try {
    for (const sql of eventStatements(events, turn, flavor)) {
      await control.send(sql).catch((error: unknown) => {
        // Dropped in between, as an event does by itself at its end.
        if (!isErrno(error, errno.noSuchEvent)) throw error;
      });
    }
  } catch (error) {
    for (const sql of resetEventSession) await control.send(sql).catch(() => undefined);
    throw error;
  }
}
