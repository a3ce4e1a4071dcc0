/**
 * Events run on the active and sleep on the passive, and a flip moves them. What is not so before a run began that way
 * by hand: nobody can tell from here whether such an event is to run.
 */
import { alterEvent } from '../../engine/event-statements.js';
import {
  enabledEvents,
  isSameEvent,
  nameOf,
  restingEvents,
  type ScheduledEvent,
} from '../../pair/scheduled-event.js';
import { otherSide } from '../../pair/side.js';
import type { PreflightFinding } from '../finding.js';
import { activeSide, type PairFacts } from '../pair-facts.js';
import type { PreflightFacts } from '../server-facts.js';

export function scheduledEvents(pair: PairFacts): readonly PreflightFinding[] {
  const side = activeSide(pair);
  if (side === null) return [];
  const [active, passive] = [pair[side], pair[otherSide(side)]];
  return [
    ...enabledOnPassive(passive),
    ...leftAsleep(active),
    ...notTheSame(active, passive),
    ...unspeakable(active),
    ...recollated(active),
  ];
}

function enabledOnPassive(passive: PreflightFacts): readonly PreflightFinding[] {
  const enabled = enabledEvents(passive.events.all);
  return finding(passive, enabled, {
    message: names => `scheduled events are enabled although the server is passive: ${names}`,
    hint: event =>
      `put each to sleep: SET SESSION sql_log_bin = 0; ${alterEvent(event, 'off', passive.repairs)}`,
  });
}

function leftAsleep({ events, ...active }: PreflightFacts): readonly PreflightFinding[] {
  const resting = restingEvents({
    identity: { serverId: active.serverId },
    events: events.all,
    superReadOnly: false,
  });
  return finding(active, resting, {
    message: names =>
      `scheduled events were put to sleep there, by a flip that nobody finished or by hand: ${names}`,
    hint: event =>
      `say of each whether it is to run: ALTER EVENT ${nameOf(event)} ENABLE, or … DISABLE (with its DEFINER)`,
  });
}

/** What the passive has not, or has otherwise, would end with the flip. */
function notTheSame(active: PreflightFacts, passive: PreflightFacts): readonly PreflightFinding[] {
  const there = new Map(passive.events.all.map(event => [nameOf(event), event]));
  const odd = enabledEvents(active.events.all).filter(event => {
    const other = there.get(nameOf(event));
    return other?.status === 'disabled' || !isSameEvent(event, other);
  });
  return finding(passive, odd, {
    message: names =>
      `scheduled events of ${active.label} are missing there, disabled or not the same: ${names}`,
    hint: event => `make it as it is there: SHOW CREATE EVENT ${nameOf(event)}`,
  });
}

/** An ALTER is sent in the character set of its event: in another than UTF-8 only ASCII comes out the same. */
function unspeakable(active: PreflightFacts): readonly PreflightFinding[] {
  const odd = enabledEvents(active.events.all).filter(
    event => !event.charset.startsWith('utf8') && !isAscii(`${nameOf(event)}${event.definer}`),
  );
  return finding(active, odd, {
    message: names =>
      `scheduled events cannot be named in the character set that they were made with: ${names}`,
    hint: () => 'make them anew in a session with SET NAMES utf8mb4',
  });
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function recollated({ events, label }: PreflightFacts): readonly PreflightFinding[] {
  if (events.recollated.length === 0) return [];
  return [
    {
      id: 'scheduled-events',
      severity: 'warn',
      where: label,
      message: `the collation of their database has changed since these scheduled events were made, and a flip gives it to them: ${events.recollated.join(', ')}`,
      hint: 'it matters to local variables and parameters without a character set of their own',
    },
  ];
}

type Words = {
  readonly message: (names: string) => string;
  readonly hint: (example: ScheduledEvent) => string;
};

function finding(
  { label }: Pick<PreflightFacts, 'label'>,
  events: readonly ScheduledEvent[],
  { message, hint }: Words,
): readonly PreflightFinding[] {
  const [first] = events;
  if (first === undefined) return [];
  return [
    {
      id: 'scheduled-events',
      severity: 'refuse',
      where: label,
      message: message(events.map(nameOf).join(', ')),
      hint: hint(first),
    },
  ];
}
