/**
 * Makes SHOW CREATE texts comparable: a live table and its copy in a scratch schema print the same. Pure.
 * Names and literals are told apart, so that a comment that mentions the schema stays as it is.
 */
import { quoteIdentifier } from '../sql/identifier.js';

/** Without the AUTO_INCREMENT counter, and without the schema name that `nextval(`db`.`seq`)` carries. */
export function normaliseCreateTable(create: string, database: string): string {
  const options = optionsAt(create);
  return (
    withoutSchema(create.slice(0, options), database) +
    create.slice(options).replace(/^(\n\) ENGINE=\w+) AUTO_INCREMENT=\d+/, '$1')
  );
}

/**
 * Without the definer (a view is created anew by another account in a workspace). The schema name appears only
 * when the view reads from another database too: then the server qualifies everything.
 */
export function normaliseView(create: string, database: string): string {
  const text = create.replace(/ DEFINER=`(?:[^`]|``)*`@`(?:[^`]|``)*`/, '');
  return text.includes(` VIEW ${quoteIdentifier(database)}.`) ? withoutSchema(text, database) : text;
}

/** The PARTITION BY clause of a CREATE TABLE, or null. MySQL wraps it in a versioned comment. */
export function partitioningOf(create: string): string | null {
  const found = /\n ?(?:\/\*!\d+ )?(PARTITION BY .*)$/s.exec(create.slice(optionsAt(create)));
  return found?.[1]?.replace(/ ?\*\/$/, '') ?? null;
}

/** Where the column list ends. The last such place: a comment of a column cannot hold a raw line feed, an ENUM can. */
function optionsAt(create: string): number {
  const at = create.lastIndexOf('\n) ENGINE=');
  return at === -1 ? create.length : at;
}

/** Without `db`. before a name, where SQL text of the server carries it; string literals stay as they are. */
export function withoutSchema(text: string, database: string): string {
  const schema = quoteIdentifier(database);
  return text.replace(/'(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`(\.)?/gs, (token, dot?: string) =>
    dot !== undefined && token === `${schema}.` ? '' : token,
  );
}
