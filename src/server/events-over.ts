/**
 * Events that are over: their last time is past, and they do not stay. Where its scheduler is on, a server drops such a
 * one by itself. It makes none: CREATE leaves nothing (note 1588), and ALTER is refused (1589; MariaDB 10.11 and MySQL
 * 9.7, tested).
 */
import { lastTime } from '../programs/event-lines.js';
import type { Definition } from '../programs/program.js';
import type { Session } from './connection.js';

/** Of the definitions that were asked for; null is never over. */
export type IsOver = (definition: Definition | null) => boolean;

/** By the clock of the server. A zone that it does not know says nothing: then nothing is over. Throws ServerError. */
export async function readOver(
  session: Session,
  definitions: readonly (Definition | null)[],
): Promise<IsOver> {
  const over = new Set<Definition | null>();
  for (const definition of definitions) {
    const time = definition?.kind === 'event' ? lastTime(definition.create) : null;
    if (definition === null || time === null) continue;
    const row = await session.row<{ past: number | null }>(
      "SELECT CONVERT_TZ(?, COALESCE(?, @@global.time_zone), '+00:00') <= UTC_TIMESTAMP() AS past",
      [time, definition.settings.timeZone ?? null],
    );
    if (Number(row?.past) === 1) over.add(definition);
  }
  return definition => over.has(definition);
}
