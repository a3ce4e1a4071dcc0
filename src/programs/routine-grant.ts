/** Grants on single procedures and functions: they go with a DROP, and are given back behind the CREATE. Pure. */
import { quoteDefiner } from '../sql/definer.js';
import { quoteName } from '../sql/identifier.js';
import { type ProgramId, programKey } from './program.js';

export type RoutineGrant = ProgramId & {
  /** `user@host`; a role has no host. */
  readonly account: string;
  /** As GRANT takes them, in order: `ALTER ROUTINE`, `EXECUTE`. `GRANT OPTION` is one of them. */
  readonly privileges: readonly string[];
};

/** What gives it back where nothing of it is left. */
export function grantText({ kind, name, account, privileges }: RoutineGrant, database: string): string {
  const option = 'GRANT OPTION';
  const given = privileges.filter(privilege => privilege !== option);
  const words = given.length === 0 ? 'USAGE' : given.join(', ');
  const passing = privileges.includes(option) ? ' WITH GRANT OPTION' : '';
  return `GRANT ${words} ON ${kind.toUpperCase()} ${quoteName(database, name)} TO ${quoteDefiner(account)}${passing}`;
}

/** By `programKey`. */
export function grantsByProgram(
  grants: readonly RoutineGrant[],
): ReadonlyMap<string, readonly RoutineGrant[]> {
  const byKey = new Map<string, RoutineGrant[]>();
  for (const grant of grants) {
    const key = programKey(grant);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [grant]);
    else known.push(grant);
  }
  return byKey;
}

/** Those of `wanted` that are not, or not so, among `found`. */
export function missingGrants(
  wanted: readonly RoutineGrant[],
  found: readonly RoutineGrant[],
): readonly RoutineGrant[] {
  const keyOf = ({ kind, name, account, privileges }: RoutineGrant) =>
    JSON.stringify([kind, name.toLowerCase(), account, privileges]);
  const there = new Set(found.map(keyOf));
  return wanted.filter(grant => !there.has(keyOf(grant)));
}
