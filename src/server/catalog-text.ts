/**
 * Makes SHOW CREATE texts comparable: a live table and its copy in a scratch schema print the same. Pure.
 * Names and literals are told apart, so that a comment that mentions the schema stays as it is.
 */
import { quoteIdentifier } from '../sql/identifier.js';

/**
 * Without the AUTO_INCREMENT counter, without the schema name that `nextval(`db`.`seq`)` carries, and without the
 * table's own charset before the collation of a column.
 */
export function normaliseCreateTable(create: string, database: string): string {
  const at = optionsAt(create);
  const [columns, options] = [create.slice(0, at), create.slice(at)];
  return (
    withoutTableCharset(withoutSchema(columns, database), options) +
    options.replace(/^(\n\) ENGINE=\w+) AUTO_INCREMENT=\d+/, '$1')
  );
}

/** MySQL prints the charset too where the collation was ever written out, as it is in a copy (9.7, tested). */
function withoutTableCharset(columns: string, options: string): string {
  const own = / DEFAULT CHARSET=(\w+)/.exec(options)?.[1];
  return columns.replace(
    /'(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`| CHARACTER SET (\w+)(?= COLLATE )/gs,
    (token, charset?: string) => (charset !== undefined && charset === own ? '' : token),
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
