/** Accounts with the roles they may take, also roles of roles. Pure. */
import type { AccountName } from '../grants/account-name.js';

export type Held = { readonly holder: AccountName; readonly role: AccountName };

/** Every role that `account` can reach, by the pairs *holder has role*. Cycles end. */
export function rolesOf(account: AccountName, held: readonly Held[]): ReadonlySet<AccountName> {
  const reached = new Set<AccountName>();
  const queue = [account];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { holder, role } of held) {
      if (holder !== next || reached.has(role)) continue;
      reached.add(role);
      queue.push(role);
    }
  }
  return reached;
}
