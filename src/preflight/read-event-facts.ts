/** Scheduled events, who runs them and as whom. */
import type { Flavor } from '../flavor/flavor.js';
import { accountName } from '../grants/account-name.js';
import type { Row, Session } from '../server/connection.js';
import { preflightOf } from './flavor-preflight.js';
import { originOf } from './origin-of.js';
import { rowsIfAllowed } from './rows-if-allowed.js';
import type { EventFacts } from './server-facts.js';

export async function readEventFacts(session: Session, flavor: Flavor): Promise<EventFacts> {
  const { originQuery, accountQueries } = preflightOf(flavor);
  const [events, recollated, scheduler, origin, accounts] = await Promise.all([
    session.rows(flavor.eventsQuery),
    session.rows(recollatedQuery),
    session.row('SELECT @@global.event_scheduler AS state'),
    session.row(originQuery, ['event_scheduler']),
    rowsIfAllowed(session, accountQueries.accounts),
  ]);
  return {
    all: flavor.readEvents(events),
    recollated: recollated.map(row => String(row.name)),
    scheduler: { state: String(scheduler?.state), origin: originOf(String(origin?.origin)) },
    accounts: accounts?.map(nameOf) ?? null,
    systemUsers: accounts?.filter(({ systemUser }) => Number(systemUser) === 1).map(nameOf) ?? null,
  };
}

/** An ALTER EVENT takes the collation that its database has by now (10.11, 11.8, 9.7, tested). */
const recollatedQuery = `SELECT CONCAT(e.EVENT_SCHEMA, '.', e.EVENT_NAME) AS name FROM information_schema.EVENTS e
  JOIN information_schema.SCHEMATA s ON s.SCHEMA_NAME = e.EVENT_SCHEMA
  WHERE e.DATABASE_COLLATION <> s.DEFAULT_COLLATION_NAME AND e.STATUS <> 'DISABLED' ORDER BY name`;

function nameOf({ user, host }: Row): string {
  return accountName(user, host);
}
