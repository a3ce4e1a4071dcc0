/** DEFINER clauses: accounts as catalogs print them, quoted so that every sql_mode reads them. Pure. */
import { quoteIdentifier } from './identifier.js';
import { openReader } from './reader.js';

/** `` `user`@`host` `` from `user@host`; a role of MariaDB has no host. */
export function quoteDefiner(definer: string): string {
  const at = definer.lastIndexOf('@');
  const [user, host] = at < 0 ? [definer, ''] : [definer.slice(0, at), definer.slice(at + 1)];
  return host === '' ? quoteIdentifier(user) : `${quoteIdentifier(user)}@${quoteIdentifier(host)}`;
}

/** A CREATE that names no account, with that one. */
export function withDefiner(create: string, definer: string): string {
  const reader = openReader(create);
  // Views say their algorithm in front of it.
  const created = reader.take();
  const last = reader.accept('ALGORITHM', '=') ? reader.take() : created;
  const at = last.start + last.raw.length;
  return `${create.slice(0, at)} DEFINER = ${quoteDefiner(definer)}${create.slice(at)}`;
}
