/** Accounts of a sandbox as texts of statements, the same for every flavor. Who may do what is not said here. */
import { quoteIdentifier } from '../sql/identifier.js';
import type { Account } from './server-image.js';

/** Connections come over loopback only, and names are not resolved. */
const host = '127.0.0.1';

export function accountName(account: Account): string {
  return `'${account}'@'${host}'`;
}

/** Passwords are made here of letters, digits, `-` and `_`: nothing to escape. */
export function createAccount(account: Account, password: string): string {
  return `CREATE USER ${accountName(account)} IDENTIFIED BY '${password}'`;
}

export function createDatabase(name: string): string {
  return `CREATE DATABASE ${quoteIdentifier(name)}`;
}
