/**
 * Nobody but us and administrators writes on a read-only server: an application that can defeats every flip. The
 * account is told apart by what it may do, because nobody can tell who uses it.
 */
import { quoteAccount } from '../../grants/account-name.js';
import type { PreflightFinding } from '../finding.js';
import { bothLabels, type PairFacts } from '../pair-facts.js';
import type { BypassAccount, PreflightFacts } from '../server-facts.js';

export function bypassAccounts(pair: PairFacts): readonly PreflightFinding[] {
  const a = privilegedOn(pair.a);
  const b = privilegedOn(pair.b);
  return [...tell(pair.a, a), ...tell(pair.b, b), ...tellAdministrators(pair, [...a, ...b])];
}

/** Without ourselves, and without accounts that cannot log in or may not write anything. */
function privilegedOn({ bypassAccounts: accounts, account }: PreflightFacts): readonly BypassAccount[] {
  return (accounts ?? []).filter(
    ({ name, locked, writes }) => !locked && writes && quoteAccount(name) !== account,
  );
}

function tell({ label }: PreflightFacts, accounts: readonly BypassAccount[]): readonly PreflightFinding[] {
  return accounts
    .filter(({ administrator }) => !administrator)
    .map(({ name, kind, privileges, role }) => {
      const names = privileges.join(', ');
      const passes = kind === 'passes';
      const what = passes
        ? 'writes although the server is read-only'
        : 'may switch read_only off and write then';
      return {
        id: 'bypass-accounts',
        severity: passes ? 'refuse' : 'warn',
        where: label,
        message: `${quoteAccount(name)} ${what} (${role === null ? names : `${names} by role ${role}`})`,
        hint: `REVOKE ${names} ON *.* FROM ${role ?? quoteAccount(name)}`,
      };
    });
}

/** Every server has such accounts, so they are told once for the pair. */
function tellAdministrators(
  pair: PairFacts,
  accounts: readonly BypassAccount[],
): readonly PreflightFinding[] {
  const names = new Set(accounts.filter(({ administrator }) => administrator).map(({ name }) => name));
  if (names.size === 0) return [];
  return [
    {
      id: 'bypass-accounts',
      severity: 'warn',
      where: bothLabels(pair),
      message: `administrators write although a server is read-only: ${Array.from(names, quoteAccount).join(', ')}`,
      hint: 'no application may use such an account',
    },
  ];
}
