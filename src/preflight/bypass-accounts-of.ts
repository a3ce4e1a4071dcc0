/**
 * Who can write on a read-only server: accounts with a privilege that passes, their own or by a role, and those that
 * could switch the setting off. Pure; the flavors say which privileges these are.
 */
import type { AccountName } from '../grants/account-name.js';
import { type Held, rolesOf } from './roles-of.js';
import type { BypassAccount } from './server-facts.js';

/** An account or a role, as its server has it. */
export type AccountRecord = {
  readonly name: AccountName;
  /** What of its own privileges passes through `read_only`. */
  readonly passes: readonly string[];
  /** What of them is enough to switch it off. */
  readonly opens: readonly string[];
  /** Its own privileges are all there are. */
  readonly administrator: boolean;
  /** It may write in every schema. */
  readonly writes: boolean;
  readonly locked: boolean;
  /** Nobody logs in as a role. */
  readonly isRole: boolean;
};

export type Accounts = {
  readonly records: readonly AccountRecord[];
  readonly held: readonly Held[];
  /** Roles that every account has without being given them. */
  readonly everybodys: readonly AccountName[];
  /** Who may write in the database at hand; null: that cannot be read, so everybody counts. */
  readonly writers: ReadonlySet<AccountName> | null;
  /** A role's name as a statement takes it. */
  readonly quoteRole: (name: AccountName) => string;
};

export function bypassAccountsOf(accounts: Accounts): readonly BypassAccount[] {
  const records = new Map(accounts.records.map(record => [record.name, record]));
  return accounts.records
    .filter(({ isRole }) => !isRole)
    .flatMap(record => {
      const names = [record.name, ...accounts.everybodys].flatMap(name => [
        name,
        ...rolesOf(name, accounts.held),
      ]);
      const all = [...new Set(names)].flatMap(name => records.get(name) ?? []);
      const through =
        all.find(({ passes }) => passes.length > 0) ?? all.find(({ opens }) => opens.length > 0);
      return through === undefined ? [] : [described(record, { through, all, ...accounts })];
    });
}

type Found = Accounts & { readonly through: AccountRecord; readonly all: readonly AccountRecord[] };

function described(record: AccountRecord, { through, all, writers, quoteRole }: Found): BypassAccount {
  const passes = through.passes.length > 0;
  return {
    name: record.name,
    kind: passes ? 'passes' : 'opens',
    privileges: passes ? through.passes : through.opens,
    role: through === record ? null : quoteRole(through.name),
    administrator: all.some(({ administrator }) => administrator),
    writes: writers === null || all.some(({ name, writes }) => writes || writers.has(name)),
    locked: record.locked,
  };
}
