/**
 * Texts that turn scheduled events on and off and change nothing else of them. Pure.
 *
 * An ALTER EVENT makes its own account the definer and takes the character set and collation of its own session,
 * whatever it changes; sql_mode, time zone, schedule, comment and body stay (10.11, 11.8, 9.7, tested).
 */
import type { Flavor } from '../flavor/flavor.js';
import type { ScheduledEvent } from '../pair/scheduled-event.js';
import { quoteDefiner } from '../sql/definer.js';
import { quoteName } from '../sql/identifier.js';

/** For a session that is not binlogged, and is left so. */
export function eventStatements(
  events: readonly ScheduledEvent[],
  turn: 'on' | 'off',
  flavor: Flavor,
): readonly string[] {
  const alters = events.flatMap((event, index) => [
    ...(sameSession(event, events[index - 1]) ? [] : [setSession(event)]),
    alterEvent(event, turn, flavor),
  ]);
  const texts = [...alters, resetSession];
  // With the binlog on, the other side gets the event as a replica does: asleep, with the id of the new active.
  return turn === 'off' ? texts : ['SET SESSION sql_log_bin = 1', ...texts, 'SET SESSION sql_log_bin = 0'];
}

/** Puts the session back, also after an error in between. */
export const resetEventSession: readonly string[] = ['SET NAMES utf8mb4', 'SET SESSION sql_log_bin = 0'];

const [resetSession = ''] = resetEventSession;

/** One event. Enabled, one whose last time is over would run once more: it stays off. */
export function alterEvent(
  event: ScheduledEvent,
  turn: 'on' | 'off',
  { eventAsleep }: Pick<Flavor, 'eventAsleep'>,
): string {
  const status = turn === 'off' ? eventAsleep : event.ended ? 'DISABLE' : 'ENABLE';
  return `ALTER DEFINER = ${quoteDefiner(event.definer)} EVENT ${quoteName(event.schema, event.name)} ${status}`;
}

function sameSession(event: ScheduledEvent, before: ScheduledEvent | undefined): boolean {
  return event.charset === before?.charset && event.collation === before.collation;
}

function setSession({ charset, collation }: ScheduledEvent): string {
  return `SET SESSION character_set_client = ${charset}, collation_connection = ${collation}`;
}
