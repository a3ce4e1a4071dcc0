/**
 * Triggers and events as statements, from the rows of information_schema: SHOW CREATE prints a trigger as its author
 * typed it, schema name included, and an event with what differs between the sides of a healthy pair. Pure.
 *
 * The body of a structure is the one of the same rows, which cost no round trip each; MySQL leaves out of it what
 * stands before a literal (`_latin1'x'`, 9.7, tested), so that a program is deployed with the one of SHOW CREATE:
 * see `program-catalog.ts`.
 */
import { quoteIdentifier, quoteStringIn } from '../sql/identifier.js';
import type { Row } from './connection.js';

/** `[key in Structure.others, CREATE TRIGGER …]`. The definer is left out: it is whoever created this copy. */
export function describeTrigger(row: Row): readonly [string, string] {
  return [`trigger:${row.TRIGGER_NAME}`, `${triggerHead(row)} FOR EACH ROW ${row.ACTION_STATEMENT}`];
}

/** Up to FOR EACH ROW. */
export function triggerHead(row: Row): string {
  const { TRIGGER_NAME: name, ACTION_TIMING: timing, EVENT_MANIPULATION: event } = row;
  const table = quoteIdentifier(String(row.EVENT_OBJECT_TABLE));
  return `CREATE TRIGGER ${quoteIdentifier(String(name))} ${timing} ${event} ON ${table}`;
}

/**
 * `[key, CREATE EVENT …]`, without two things that differ between the sides of a healthy pair: the status (a
 * replicated event is SLAVESIDE_DISABLED on the passive) and STARTS (the time of the CREATE where none was given).
 * The settings of the session that made it, which it runs in, are a comment.
 */
export function describeEvent(row: Row): readonly [string, string] {
  const { name, schedule, ends, completion, comment } = eventClauses(row);
  const session = `/* time_zone ${row.TIME_ZONE}, sql_mode ${row.SQL_MODE} */`;
  const head = [`CREATE EVENT ${name} ${session} ON SCHEDULE ${schedule}`, ends, completion, comment];
  return [`event:${row.EVENT_NAME}`, `${head.filter(Boolean).join(' ')} DO ${row.EVENT_DEFINITION}`];
}

/** Empty where there is none. */
export type EventClauses = {
  readonly name: string;
  /** Behind ON SCHEDULE: `EVERY …` or `AT …`. */
  readonly schedule: string;
  readonly starts: string;
  readonly ends: string;
  readonly completion: string;
  /** `DISABLE` for one that somebody disabled, and not for one that sleeps as those of a passive do. */
  readonly status: string;
  readonly comment: string;
};

export function eventClauses(row: Row): EventClauses {
  const { EVENT_TYPE: type, EXECUTE_AT: at, STARTS: starts, ENDS: ends, EVENT_COMMENT: comment } = row;
  return {
    name: quoteIdentifier(String(row.EVENT_NAME)),
    schedule:
      type === 'ONE TIME'
        ? `AT '${at}'`
        : `EVERY ${interval(String(row.INTERVAL_VALUE))} ${row.INTERVAL_FIELD}`,
    starts: starts === null ? '' : `STARTS '${starts}'`,
    ends: ends === null ? '' : `ENDS '${ends}'`,
    completion: `ON COMPLETION ${row.ON_COMPLETION}`,
    status: row.STATUS === 'DISABLED' ? 'DISABLE' : '',
    comment: comment === '' ? '' : `COMMENT ${quoteStringIn(String(row.SQL_MODE), String(comment))}`,
  };
}

/** `5` stays bare, `1:30` and `'1:30'` come out as one quoted literal. */
function interval(value: string): string {
  return /^\d+$/.test(value) || value.startsWith("'") ? value : `'${value}'`;
}
