/** A program's statement and the account that it names. Pure. */
import { skipModifiers } from './ddl-modifiers.js';
import { openReader } from './reader.js';

export type SplitDefiner = {
  /** Without `DEFINER = account`. */
  readonly create: string;
  /** `user@host`; a role has an empty host. Null where no account, or only `CURRENT_USER`, is named. */
  readonly definer: string | null;
};

/** As SHOW CREATE prints it, whose quotes depend on the sql_mode of the program. */
export function splitDefiner(sql: string): SplitDefiner {
  const reader = openReader(sql);
  reader.accept('CREATE');
  const { definer } = skipModifiers(reader);
  if (definer === null) return { create: sql, definer: null };
  return {
    create: sql.slice(0, definer.start) + sql.slice(definer.end).trimStart(),
    definer: accountIn(sql.slice(definer.start, definer.end)),
  };
}

function accountIn(clause: string): string | null {
  const reader = openReader(clause);
  reader.accept('DEFINER', '=');
  const user = reader.peek();
  const name = reader.name()?.name ?? '';
  if (user.word === 'CURRENT_USER') return null;
  return reader.accept('@') ? `${name}@${hostIn(clause.slice(reader.peek().start))}` : `${name}@`;
}

/** A bare one may hold dots, which a name does not. */
function hostIn(text: string): string {
  return /^['"`]/.test(text) ? (openReader(text).name()?.name ?? '') : text;
}
