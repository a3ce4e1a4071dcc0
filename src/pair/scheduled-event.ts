/**
 * Scheduled events of the servers, and which of them are not where they belong: an event runs on the active side and
 * sleeps on the passive. Pure. Nothing of it is remembered: what a flip put to sleep can be told from what is seen.
 */
import type { Side } from './side.js';

/**
 * `asleep` is the servers' own word for a replica (`SLAVESIDE_DISABLED`, `REPLICA_SIDE_DISABLED`): an event that was
 * replicated is asleep, whether it is enabled or disabled where it was made (10.11, 11.8, 9.7, tested).
 */
export type EventStatus = 'enabled' | 'disabled' | 'asleep';

export type ScheduledEvent = {
  readonly schema: string;
  readonly name: string;
  /** `user@host` */
  readonly definer: string;
  /** A name for its schedule, body and all that it runs in: the same on both sides of a healthy pair. */
  readonly definition: string;
  /** Of the session that made it: an ALTER takes those of its own session instead, whatever it changes (tested). */
  readonly charset: string;
  readonly collation: string;
  readonly status: EventStatus;
  /** Id of the server on which the status was set. */
  readonly originator: number;
  /** Its last time is over: enabled again it would run once more (tested). */
  readonly ended: boolean;
};

/** One event that is to be enabled (`on`) or put to sleep (`off`) on a side. */
export type EventMove = {
  readonly side: Side;
  readonly turn: 'on' | 'off';
  readonly event: ScheduledEvent;
};

export type EventPlace = { readonly side: Side; readonly server: EventServer };

/** What matters of a server. */
export type EventServer = {
  readonly identity: { readonly serverId: number };
  readonly events: readonly ScheduledEvent[];
  /** Nothing can be changed there, not even by us. */
  readonly superReadOnly: boolean;
};

/**
 * What has to be done so that events run on `holder`, the side that accepts writes, and on no other. `other` is null
 * where it cannot be reached. An event that a person disabled is `disabled` on one of the sides, and is left alone.
 */
export function misplacedEvents(holder: EventPlace, other: EventPlace | null): readonly EventMove[] {
  const resting = new Set(other === null ? [] : restingEvents(other.server).map(nameOf));
  const due = holder.server.events.filter(
    event => event.status === 'asleep' && (isResting(event, holder.server) || resting.has(nameOf(event))),
  );
  const stray = other === null || other.server.superReadOnly ? [] : enabledEvents(other.server.events);
  return [
    ...(other === null ? [] : stray.map(event => ({ side: other.side, turn: 'off' as const, event }))),
    ...due.map(event => ({ side: holder.side, turn: 'on' as const, event })),
  ];
}

/** Put to sleep on this very server: what a flip does. What replication brings carries the id of the other server. */
export function restingEvents(server: EventServer): readonly ScheduledEvent[] {
  return server.events.filter(event => isResting(event, server));
}

function isResting({ status, originator }: ScheduledEvent, { identity }: EventServer): boolean {
  return status === 'asleep' && originator === identity.serverId;
}

/** Whether both sides have the same event, whatever its status. */
export function isSameEvent(one: ScheduledEvent, other: ScheduledEvent | undefined): boolean {
  return other?.definition === one.definition && other.definer === one.definer;
}

export function enabledEvents(events: readonly ScheduledEvent[]): readonly ScheduledEvent[] {
  return events.filter(({ status }) => status === 'enabled');
}

/** `schema.name`, for messages and to compare. */
export function nameOf({ schema, name }: Pick<ScheduledEvent, 'schema' | 'name'>): string {
  return `${schema}.${name}`;
}
