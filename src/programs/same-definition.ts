/**
 * Whether a server has what is wanted. Two definitions are equal when their words are; what nobody stated is no
 * difference, because the server filled it in by itself: an account, the zone and the first time of an event, and
 * whether an event is on. Pure.
 */
import { withUnstatedClauses } from './event-lines.js';
import { type Definition, type Deployed, isHidden } from './program.js';

/** `wanted` is compiled, or was read from a server; `found` was read from a server. */
export function sameDefinition(wanted: Definition, found: Definition): boolean {
  const { create, definer, settings } = withUnstated(wanted, found);
  return (
    create === found.create &&
    definer === found.definer &&
    settings.sqlMode === found.settings.sqlMode &&
    settings.characterSet === found.settings.characterSet &&
    settings.collation === found.settings.collation &&
    settings.timeZone === found.settings.timeZone
  );
}

/** The same where there may be none. What the account may not see is never the same. */
export function isSame(wanted: Definition | null, found: Deployed | null): boolean {
  if (wanted === null || found === null) return wanted === found;
  return !isHidden(found) && sameDefinition(wanted, found);
}

/** As it will read back where `found` is now: with what it does not state taken from there. */
export function withUnstated(wanted: Definition, found: Definition): Definition {
  const zone = wanted.settings.timeZone ?? found.settings.timeZone;
  return {
    ...wanted,
    create: wanted.kind === 'event' ? withUnstatedClauses(wanted.create, found.create) : wanted.create,
    definer: wanted.definer === '' ? found.definer : wanted.definer,
    settings: { ...wanted.settings, ...(zone === undefined ? {} : { timeZone: zone }) },
  };
}
