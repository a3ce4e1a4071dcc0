/**
 * Triggers and events as statements, put together from information_schema: SHOW CREATE would be a round trip
 * each, and prints a trigger as its author typed it, schema name included. Pure. Stored routines are not part of
 * a structure: they are deployed by other means.
 */
import { quoteIdentifier, quoteString } from '../sql/identifier.js';
import type { Row } from './connection.js';

/** `[key in Structure.others, CREATE TRIGGER …]`. The definer is left out: it is whoever created this copy. */
export function describeTrigger(row: Row): readonly [string, string] {
  const head = `CREATE TRIGGER ${quoteIdentifier(String(row.TRIGGER_NAME))} ${row.ACTION_TIMING} ${row.EVENT_MANIPULATION}`;
  const text = `${head} ON ${quoteIdentifier(String(row.EVENT_OBJECT_TABLE))} FOR EACH ROW ${row.ACTION_STATEMENT}`;
  return [`trigger:${row.TRIGGER_NAME}`, text];
}

/**
 * `[key, CREATE EVENT …]`, without two things that differ between the sides of a healthy pair: the status (a
 * replicated event is SLAVESIDE_DISABLED on the passive) and STARTS (the time of the CREATE where none was given).
 * The settings of the session that made it, which it runs in, are a comment.
 */
export function describeEvent(row: Row): readonly [string, string] {
  const schedule =
    row.EVENT_TYPE === 'ONE TIME'
      ? `AT '${row.EXECUTE_AT}'`
      : `EVERY ${interval(String(row.INTERVAL_VALUE))} ${row.INTERVAL_FIELD}`;
  const ends = row.ENDS === null ? '' : ` ENDS '${row.ENDS}'`;
  const comment = row.EVENT_COMMENT === '' ? '' : ` COMMENT ${quoteString(String(row.EVENT_COMMENT))}`;
  const session = `/* time_zone ${row.TIME_ZONE}, sql_mode ${row.SQL_MODE} */`;
  const head = `CREATE EVENT ${quoteIdentifier(String(row.EVENT_NAME))} ${session} ON SCHEDULE ${schedule}${ends}`;
  const text = `${head} ON COMPLETION ${row.ON_COMPLETION}${comment} DO ${row.EVENT_DEFINITION}`;
  return [`event:${row.EVENT_NAME}`, text];
}

/** `5` stays bare, `1:30` and `'1:30'` come out as one quoted literal. */
function interval(value: string): string {
  return /^\d+$/.test(value) || value.startsWith("'") ? value : `'${value}'`;
}
