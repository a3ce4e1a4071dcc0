/** Scheduled events as both flavors show them: the same columns, and two words for the sleep of a replica. */
import type { EventStatus, ScheduledEvent } from '../pair/scheduled-event.js';
import type { Row } from '../server/connection.js';

/**
 * Those that the account may see: it needs EVENT on their schema. Times of an event are in its own time zone. STARTS is
 * no part of the definition: where none was given it is the time of the CREATE.
 */
export const eventsQuery = `SELECT EVENT_SCHEMA AS db, EVENT_NAME AS name, DEFINER AS definer, STATUS AS status,
  ORIGINATOR AS originator, CHARACTER_SET_CLIENT AS charset, COLLATION_CONNECTION AS collation,
  SHA2(CONCAT_WS('|', EVENT_TYPE, EXECUTE_AT, INTERVAL_VALUE, INTERVAL_FIELD, ENDS, ON_COMPLETION, TIME_ZONE, SQL_MODE,
    EVENT_COMMENT, EVENT_DEFINITION), 256) AS definition,
  COALESCE(CONVERT_TZ(ENDS, TIME_ZONE, '+00:00') < UTC_TIMESTAMP(), 0) AS ended
FROM information_schema.EVENTS WHERE EVENT_SCHEMA NOT IN ('mysql', 'sys') ORDER BY db, name`;

export function readEvents(rows: readonly Row[]): readonly ScheduledEvent[] {
  return rows.map(row => ({
    schema: String(row.db),
    name: String(row.name),
    definer: String(row.definer),
    definition: String(row.definition),
    charset: String(row.charset),
    collation: String(row.collation),
    status: statusOf(String(row.status)),
    originator: Number(row.originator),
    ended: Number(row.ended) === 1,
  }));
}

function statusOf(status: string): EventStatus {
  if (status === 'ENABLED') return 'enabled';
  return status === 'DISABLED' ? 'disabled' : 'asleep';
}
