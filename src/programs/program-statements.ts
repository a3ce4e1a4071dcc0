/**
 * The statements that bring one program from what a server has to what it is to have: the one text that is shown and
 * sent. Pure.
 *
 * - Where the flavor can replace a program of that kind, no caller ever misses it; else DROP and CREATE stand back to back.
 * - A trigger that has to be dropped is replaced while its table is locked, so that no row passes without one (MySQL 9.7
 *   under four writers: 0 of 268 rows without it, and 247 of 485 without the lock). One that gets another name is dropped
 *   by the old one in its place.
 * - CREATE OR REPLACE does not take a trigger to another table (MariaDB 10.11: 1360): it is dropped and made. No row of
 *   either table was to meet it before and after.
 * - An event is altered: it never misses a turn, and keeps its status, its first time and its last run. CREATE OR REPLACE
 *   loses them (MariaDB 10.11, tested). Only where its name changes in upper and lower case it is dropped and made: no
 *   server renames it so (1551; MariaDB 10.11 and MySQL 9.7, tested).
 */
import type { Flavor } from '../flavor/flavor.js';
import { quoteDefiner, withDefiner } from '../sql/definer.js';
import { quoteIdentifier, quoteString } from '../sql/identifier.js';
import { joinClauses, readEventClauses, withEventStatus } from './event-clauses.js';
import type { Definition, ProgramId } from './program.js';
import type { ProgramChange } from './program-change.js';
import { withUnstated } from './same-definition.js';
import { readTriggerHead } from './trigger-head.js';

/** What the server's state says beside the change itself. */
export type Surroundings = {
  /** It accepts no writes: an event that is made there sleeps, as one that came by replication does. */
  readonly asleep?: boolean;
  /** The first trigger of the same table and moment: one that follows none is made before it. */
  readonly firstTrigger?: string | null;
};

type MakingFlavor = Pick<Flavor, 'capabilities' | 'eventAsleep'>;

/** For a session whose default database is that of the programs. `resetProgramSession` puts it back. */
export function statementsFor(
  change: ProgramChange,
  flavor: MakingFlavor,
  surroundings: Surroundings = {},
): readonly string[] {
  const { before, after } = change;
  if (after === null) return [dropText(change)];
  const set = setSession(after);
  if (before === null) return [...set, createText(after, { flavor, surroundings })];
  if (after.kind === 'event')
    return before.name === after.name
      ? [...set, alterText(before, after)]
      : renamed(before, after, { flavor, surroundings });
  const canReplace = flavor.capabilities.replaces.has(after.kind);
  if (canReplace && !isElsewhere(before, after))
    return [...set, createText(after, { flavor, surroundings, replacing: true })];
  const replace = [dropText(before), createText(after, { flavor, surroundings })];
  if (canReplace || after.kind !== 'trigger') return [...set, ...replace];
  return [...set, lockText(before, after), ...replace, 'UNLOCK TABLES'];
}

/** Whether there is a moment in which a caller finds no program: see `statementsFor`. */
export function isMissedMeanwhile({ before, after }: ProgramChange, { capabilities }: MakingFlavor): boolean {
  if (before === null || after === null) return false;
  return (after.kind === 'procedure' || after.kind === 'function') && !capabilities.replaces.has(after.kind);
}

/** Of two events: then ALTER leaves it out, and is taken also when that one is over. */
export function keepsSchedule(before: Definition, after: Definition): boolean {
  const { create, settings } = withUnstated(after, before);
  const [wanted, found] = [create, before.create].map(text => readEventClauses(text).schedule);
  return wanted === found && settings.timeZone === before.settings.timeZone;
}

/** What reading and the journal expect of a session. */
export const resetProgramSession: readonly string[] = [
  'SET NAMES utf8mb4',
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES', time_zone = 'SYSTEM'",
];

function setSession({ kind, settings }: Definition): readonly string[] {
  const { sqlMode, characterSet, collation, timeZone } = settings;
  const assignments = [
    `sql_mode = ${quoteString(sqlMode)}`,
    `character_set_client = ${characterSet}`,
    `collation_connection = ${collation}`,
    ...(kind === 'event'
      ? [`time_zone = ${timeZone === undefined ? '@@global.time_zone' : quoteString(timeZone)}`]
      : []),
  ];
  return [`SET SESSION ${assignments.join(', ')}`];
}

function dropText({ kind, name }: ProgramId): string {
  return `DROP ${kind.toUpperCase()} ${quoteIdentifier(name)}`;
}

type Making = {
  readonly flavor: MakingFlavor;
  readonly surroundings: Surroundings;
  readonly replacing?: boolean;
};

function createText(after: Definition, { flavor, surroundings, replacing = false }: Making): string {
  const text = placed(after, flavor, surroundings);
  const owned = after.definer === '' ? text : withDefiner(text, after.definer);
  return replacing ? owned.replace(/^CREATE/i, 'CREATE OR REPLACE') : owned;
}

/** With what its server has to be told beside the definition. */
function placed({ kind, create }: Definition, flavor: MakingFlavor, around: Surroundings): string {
  if (kind === 'event' && around.asleep === true) return withEventStatus(create, flavor.eventAsleep);
  if (kind !== 'trigger' || typeof around.firstTrigger !== 'string') return create;
  const { follows, precedes, orderAt } = readTriggerHead(create);
  if (follows !== null || precedes !== null) return create;
  return `${create.slice(0, orderAt)} PRECEDES ${quoteIdentifier(around.firstTrigger)}${create.slice(orderAt)}`;
}

/** What is left out of an ALTER EVENT stays as it is (10.11 and 9.7, tested), but for definer and settings. */
function alterText(before: Definition, after: Definition): string {
  const was = readEventClauses(before.create);
  const { create, definer } = withUnstated(after, before);
  const { schedule, completion, comment, body } = readEventClauses(create);
  return joinClauses([
    `ALTER DEFINER = ${quoteDefiner(definer)} EVENT ${quoteIdentifier(after.name)}`,
    keepsSchedule(before, after) ? '' : schedule,
    completion,
    comment === '' && was.comment !== '' ? "COMMENT ''" : comment,
    body,
  ]);
}

function isElsewhere(before: Definition, after: Definition): boolean {
  return (
    after.kind === 'trigger' && readTriggerHead(before.create).table !== readTriggerHead(after.create).table
  );
}

/** Of an event, which keeps what is not stated as it does when it is altered. */
function renamed(before: Definition, after: Definition, making: Making): readonly string[] {
  const whole = withUnstated(after, before);
  return [...setSession(whole), dropText(before), createText(whole, making)];
}

/** Of both tables where it moves to another one. */
function lockText(before: Definition, after: Definition): string {
  const tables = new Set([before, after].map(({ create }) => readTriggerHead(create).table));
  return `LOCK TABLES ${[...tables].map(table => `${quoteIdentifier(table)} WRITE`).join(', ')}`;
}
