/** Names of accounts as the catalogs have them, and as a statement takes them. Pure. */

/** `user@host`; a role of MariaDB has an empty host: `r@`. */
export type AccountName = string;

export function accountName(user: unknown, host: unknown): AccountName {
  return `${user}@${host}`;
}

/** `'user'@'host'`. A user name may hold an `@`, a host cannot. */
export function quoteAccount(account: AccountName): string {
  const at = account.lastIndexOf('@');
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return `${quote(account.slice(0, at))}@${quote(account.slice(at + 1))}`;
}
