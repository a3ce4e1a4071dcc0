/** Grants on single procedures and functions: they go with a DROP, and are given back behind the CREATE. Pure. */
import { quoteDefiner } from '../sql/definer.js';
import { quoteName } from '../sql/identifier.js';
import { type ProgramId, programKey } from './program.js';

export type RoutineGrant = ProgramId & {
  /** `user@host`; a role has no host. */
  readonly account: string;
  /** As GRANT takes them, in order: `ALTER ROUTINE`, `EXECUTE`. `GRANT OPTION` is one of them. */
  readonly privileges: readonly string[];
  /** When its routine was made, by its server, in seconds since 1970. Absent: nobody looked. */
  readonly made?: number;
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

/** What of `wanted` is not among `found`; that an account may do more there does no harm. */
export function missingGrants(
  wanted: readonly RoutineGrant[],
  found: readonly RoutineGrant[],
): readonly RoutineGrant[] {
  const there = singlePrivileges(found);
  return withPrivileges(wanted, one => !there.has(one));
}

/** What is among both, as the first has it. */
export function commonGrants(
  first: readonly RoutineGrant[],
  second: readonly RoutineGrant[],
): readonly RoutineGrant[] {
  const there = singlePrivileges(second);
  return withPrivileges(first, one => there.has(one));
}

/** Each account once for a routine, with all that it has. */
export function uniteGrants(grants: readonly RoutineGrant[]): readonly RoutineGrant[] {
  const united = new Map<string, RoutineGrant>();
  for (const grant of grants) {
    const { privileges = [] } = united.get(grantKey(grant)) ?? {};
    united.set(grantKey(grant), {
      ...grant,
      privileges: [...new Set([...privileges, ...grant.privileges])].sort(),
    });
  }
  return [...united.values()];
}

/**
 * Those of `recorded` that a DROP took, or may have taken: their routine is not there, or was made since. One that stands
 * there untouched has lost nothing by a DROP: what it lacks was revoked. `times`: by `programKey`.
 */
export function grantsDropped(
  recorded: readonly RoutineGrant[],
  times: ReadonlyMap<string, number>,
): readonly RoutineGrant[] {
  return recorded.filter(grant => grant.made === undefined || times.get(programKey(grant)) !== grant.made);
}

function singlePrivileges(grants: readonly RoutineGrant[]): ReadonlySet<string> {
  return new Set(grants.flatMap(grant => grant.privileges.map(one => `${grantKey(grant)} ${one}`)));
}

function withPrivileges(
  grants: readonly RoutineGrant[],
  keep: (single: string) => boolean,
): readonly RoutineGrant[] {
  return grants.flatMap(grant => {
    const privileges = grant.privileges.filter(one => keep(`${grantKey(grant)} ${one}`));
    return privileges.length === 0 ? [] : [{ ...grant, privileges }];
  });
}

function grantKey(grant: RoutineGrant): string {
  return JSON.stringify([programKey(grant), grant.account]);
}
