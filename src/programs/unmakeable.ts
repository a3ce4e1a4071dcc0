/**
 * Programs that an account could not make again: whoever drops one on the way, or on the way back, would lose it. A
 * server that guards definers lets few name one that is not there, and only accounts with SYSTEM_USER name one that has
 * it (MySQL 9.7, tested: DROP TRIGGER passes, and the CREATE behind it is refused with 1227). Pure.
 */
import type { Finding } from '../errors.js';
import { type AccountName, quoteAccount } from '../grants/account-name.js';
import { type Holder, isGranted } from '../grants/is-granted.js';
import { type Definition, programTitle } from './program.js';

export type DefinerFacts = {
  /** Of the server, for messages. */
  readonly label: string;
  /** Every account of the server, and those of them with SYSTEM_USER. */
  readonly accounts: ReadonlySet<AccountName>;
  readonly systemUsers: ReadonlySet<AccountName>;
  /** Our own account, and what it may do. */
  readonly own: AccountName;
  readonly holder: Holder;
};

/** One finding for each definer, with its programs. */
export function unmakeable(definitions: readonly Definition[], facts: DefinerFacts): readonly Finding[] {
  const definers = [...new Set(definitions.map(({ definer }) => definer))].filter(
    definer => definer !== '' && definer !== facts.own,
  );
  return definers.flatMap(definer => {
    const problem = problemOf(definer, facts);
    if (problem === null) return [];
    const owned = definitions.filter(one => one.definer === definer).map(programTitle);
    const titles = [...new Set(owned)].join(', ');
    return [
      {
        ...{ id: 'definer-guarded', where: facts.label },
        message: `${problem.why}, so ${facts.own} could not make, or make again where it is dropped: ${titles}`,
        hint: problem.hint,
      },
    ];
  });
}

function problemOf(
  definer: AccountName,
  { accounts, systemUsers, own, holder }: DefinerFacts,
): { readonly why: string; readonly hint: string } | null {
  const may = (name: string, ...or: readonly string[]): boolean =>
    isGranted(holder, { name, or, place: { kind: 'server' } });
  const account = quoteAccount(definer);
  const anew = 'or let an administrator make these anew with a definer that has only what they need';
  if (!accounts.has(definer) && !may('ALLOW_NONEXISTENT_DEFINER', 'SET_USER_ID'))
    return {
      why: `there is no account ${account}`,
      hint: `make the account on both servers; ${anew}; or GRANT ALLOW_NONEXISTENT_DEFINER ON *.* TO ${quoteAccount(own)}`,
    };
  if (systemUsers.has(definer) && !may('SYSTEM_USER'))
    return {
      why: `${account} has SYSTEM_USER`,
      hint: `GRANT SYSTEM_USER ON *.* TO ${quoteAccount(own)}, for this deploy at least; ${anew}`,
    };
  return null;
}
