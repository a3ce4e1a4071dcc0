/**
 * Takes a server's own CREATE TABLE text apart: what was written there is what has to be written again, word for word,
 * so nothing of it is composed anew from the catalogs. Pure.
 */
import type { Table } from '../structure.js';

export type CreateText = {
  /** Column definitions in table order, each beginning with its quoted name. */
  readonly columns: readonly string[];
  readonly keys: readonly KeyText[];
  readonly checks: readonly Named[];
  readonly foreignKeys: readonly Named[];
  /** What is none of these: `PERIOD FOR SYSTEM_TIME (…)`. */
  readonly rest: readonly string[];
  /** Table options by name as the server writes it: `DEFAULT CHARSET`, `COMMENT`. */
  readonly options: ReadonlyMap<string, string>;
  /** Options without a value: `WITH SYSTEM VERSIONING`. */
  readonly flags: string;
};

/** `name` is quoted; of a primary key it is `PRIMARY KEY`. */
export type Named = { readonly name: string; readonly text: string };

/** Servers list keys by kind, and within one kind in the order in which they came to be. */
export type KeyText = Named & { readonly kind: string };

export function readCreate({ create }: Table): CreateText {
  const [body, tail] = divide(create);
  const columns: string[] = [];
  const keys: KeyText[] = [];
  const checks: Named[] = [];
  const foreignKeys: Named[] = [];
  const rest: string[] = [];
  for (const text of elementsOf(body)) {
    const key = keyPattern.exec(text);
    const constraint = constraintPattern.exec(text);
    if (text.startsWith('`')) columns.push(text);
    else if (text.startsWith('PRIMARY KEY')) keys.push({ kind: 'PRIMARY ', name: 'PRIMARY KEY', text });
    else if (key !== null) keys.push({ kind: key[1] ?? '', name: key[2] ?? '', text });
    else if (constraint !== null)
      (constraint[2] === 'CHECK' ? checks : foreignKeys).push({ name: constraint[1] ?? '', text });
    else rest.push(text);
  }
  return { columns, keys, checks, foreignKeys, rest, ...readOptions(tail) };
}

const quoted = '`(?:[^`]|``)*`';
const keyPattern = new RegExp(`^(UNIQUE |FULLTEXT |SPATIAL |VECTOR |)KEY (${quoted})`);
const constraintPattern = new RegExp(`^CONSTRAINT (${quoted}) (FOREIGN KEY|CHECK)`);

/** The list in parentheses, and the table options without its partitions. */
function divide(create: string): readonly [string, string] {
  const end = create.lastIndexOf('\n) ENGINE=');
  const begin = create.indexOf('(\n') + 2;
  if (end < begin) return ['', ''];
  const options = create.slice(end + 3);
  const partitions = /\n ?(?:\/\*!\d+ )?PARTITION BY /.exec(options);
  return [create.slice(begin, end), partitions === null ? options : options.slice(0, partitions.index)];
}

/** Elements stand on lines of their own; a member of an ENUM may hold a line feed too. */
function elementsOf(body: string): readonly string[] {
  const elements = [''];
  for (const [token] of body.matchAll(/'(?:[^'\\]|''|\\.)*'|`(?:[^`]|``)*`|,\n|./gs)) {
    if (token === ',\n') elements.push('');
    else elements[elements.length - 1] += token;
  }
  return elements.map(text => text.trim()).filter(text => text !== '');
}

function readOptions(tail: string): Pick<CreateText, 'options' | 'flags'> {
  const options = new Map<string, string>();
  const flags = tail.replace(
    /((?:DEFAULT )?(?:`\w+`|\w+))=('(?:[^'\\]|''|\\.)*'|\S+)/gs,
    (_, name: string, value: string) => {
      options.set(name, value);
      return '';
    },
  );
  return { options, flags: flags.trim().replace(/\s+/g, ' ') };
}
