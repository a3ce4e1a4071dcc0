/** What a file states, in the words of the server that read it. Pure. */
import { readEventClauses } from './event-clauses.js';
import { withoutStarts, withoutStatus } from './event-lines.js';
import { readEventTimes } from './event-times.js';
import type { Definition, Wanted } from './program.js';

/** Without what only the workspace's server filled in: its account; for an event, when it begins, and in which zone. */
export function statedDefinition(wanted: Wanted, read: Definition): Definition {
  const { timeZone: filledIn, ...settings } = read.settings;
  const { timeZone } = wanted.settings;
  const begins = read.kind !== 'event' || readEventTimes(wanted.create).starts;
  return {
    ...read,
    create: asStated(wanted, begins ? read.create : withoutStarts(read.create)),
    definer: wanted.definer ?? '',
    settings: filledIn === undefined || timeZone === undefined ? settings : { ...settings, timeZone },
  };
}

/** In a workspace every event is made disabled. */
function asStated({ kind, create }: Wanted, read: string): string {
  if (kind !== 'event' || readEventClauses(create).status === 'DISABLE') return read;
  return withoutStatus(read);
}
