/** A flip turns events off and on in the name of their definers: these must be there, and our account allowed to. */
import { quoteAccount } from '../../grants/account-name.js';
import { isGranted } from '../../grants/is-granted.js';
import { enabledEvents, nameOf, type ScheduledEvent } from '../../pair/scheduled-event.js';
import type { PreflightFinding } from '../finding.js';
import { activeSide, eachSide, type PairFacts } from '../pair-facts.js';
import type { PreflightFacts } from '../server-facts.js';

export function eventDefiners(pair: PairFacts): readonly PreflightFinding[] {
  const side = activeSide(pair);
  if (side === null) return [];
  const moved = enabledEvents(pair[side].events.all);
  return eachSide(pair, server => [...missing(server, moved), ...protectedOnes(server, moved)]);
}

/** Its events fail at every tick, and a server lets such a name be said by few (MySQL). */
function missing(
  { label, events }: PreflightFacts,
  moved: readonly ScheduledEvent[],
): readonly PreflightFinding[] {
  const known = new Set(events.accounts);
  if (events.accounts === null) return [];
  return byDefiner(moved.filter(({ definer }) => !known.has(definer))).map(([definer, names]) => ({
    id: 'event-definers',
    severity: 'refuse',
    where: label,
    message: `there is no account ${quoteAccount(definer)}, as which scheduled events run: ${names}`,
    hint: `make the account on both servers, or give the events another one: ALTER DEFINER = … EVENT … ENABLE`,
  }));
}

/** MySQL keeps accounts with SYSTEM_USER from being named by others (1227, 9.7, tested). */
function protectedOnes(
  { label, account, events, grants }: PreflightFacts,
  moved: readonly ScheduledEvent[],
): readonly PreflightFinding[] {
  const systemUsers = new Set(events.systemUsers);
  if (isGranted(grants, { name: 'SYSTEM_USER', place: { kind: 'server' } })) return [];
  return byDefiner(moved.filter(({ definer }) => systemUsers.has(definer))).map(([definer, names]) => ({
    id: 'event-definers',
    severity: 'refuse',
    where: label,
    message: `scheduled events run as ${quoteAccount(definer)}, which has SYSTEM_USER, so ${account} may not move them: ${names}`,
    hint: `give them a definer that has only what they need: ALTER DEFINER = … EVENT … ENABLE; or GRANT SYSTEM_USER ON *.* TO ${account}`,
  }));
}

function byDefiner(events: readonly ScheduledEvent[]): readonly (readonly [string, string])[] {
  const definers = [...new Set(events.map(({ definer }) => definer))];
  return definers.map(definer => [
    definer,
    events
      .filter(event => event.definer === definer)
      .map(nameOf)
      .join(', '),
  ]);
}
