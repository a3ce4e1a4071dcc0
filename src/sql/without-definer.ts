/**
 * A program's statement as it is sent where the account that it names must not be acted for: what is made belongs to
 * whoever makes it. Pure.
 */
import { skipModifiers } from './ddl-modifiers.js';
import { openReader } from './reader.js';

/** Without `DEFINER = account`, and as it is where none stands. */
export function withoutDefiner(sql: string): string {
  const reader = openReader(sql);
  if (!reader.accept('CREATE') && !reader.accept('ALTER')) return sql;
  const { definer } = skipModifiers(reader);
  return definer === null ? sql : sql.slice(0, definer.start) + sql.slice(definer.end);
}
