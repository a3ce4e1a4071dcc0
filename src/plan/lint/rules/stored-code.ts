/**
 * Views, triggers and events that go on naming what a statement takes away: no server keeps it for them, and none
 * refuses. Judged by the end of the migration, which may change them too.
 */
import { namedObjects } from '../../../sql/named-objects.js';
import { openReader } from '../../../sql/reader.js';
import { eachStatement, type LintRule } from '../lint-rule.js';
import type { LintedStatement } from '../linted-migration.js';
import { isSameName } from '../table-moves.js';

export const breaksStoredCode: LintRule = {
  id: 'breaks-stored-code',
  severity: 'warning',
  why: 'the server does not refuse, and what asks the view, or fires the trigger or the event, fails from that moment on',
  hint: 'change or drop it in the same migration',
  check: eachStatement(statement => {
    const codes = Object.entries(statement.end.others).map(readCode);
    return goneThings(statement).flatMap(gone =>
      codes
        .filter(code => isUsed(gone, code))
        .map(({ what }) => ({ subject: subjectOf(gone), message: `${what} still names ${subjectOf(gone)}` })),
    );
  }),
};

/** A table or view, or a column of one that may have another name by now. */
type Gone = { readonly tables: readonly string[]; readonly column: string | null };

type Code = {
  readonly what: string;
  readonly tables: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
};

const fold = (name: string): string => name.toLowerCase();

function subjectOf({ tables: [name = ''], column }: Gone): string {
  return column === null ? name : `${name}.${column}`;
}

function isUsed({ tables, column }: Gone, code: Code): boolean {
  return (
    tables.some(name => code.tables.has(fold(name))) && (column === null || code.words.has(fold(column)))
  );
}

function goneThings({ before, after, end, changed }: LintedStatement): readonly Gone[] {
  const names = relations(before).filter(
    name => !relations(after).includes(name) && !relations(end).includes(name),
  );
  const columns = changed.flatMap(({ before: old, after: now, dropped, kept }) => {
    const renamed = kept.filter(pair => !isSameName(pair.before.name, pair.after.name));
    const left = end.tables[now.name]?.columns ?? [];
    return [...dropped, ...renamed.map(pair => pair.before)]
      .filter(({ name }) => !left.some(column => isSameName(column.name, name)))
      .map(({ name }) => ({ tables: [old.name, now.name], column: name }));
  });
  return [...names.map(name => ({ tables: [name], column: null })), ...columns];
}

/** Tables and views have their names in one space. */
function relations({ tables, others }: LintedStatement['before']): readonly string[] {
  const views = Object.keys(others).filter(key => key.startsWith('view:'));
  return [...Object.keys(tables), ...views.map(key => key.slice('view:'.length))];
}

/** `view:v` and the statement that creates it. */
function readCode([key, create]: readonly [string, string]): Code {
  const [kind = '', ...name] = key.split(':');
  const named = namedObjects(create).map(object => object.name);
  return {
    what: `${kind} ${name.join(':')}`,
    tables: new Set([...named, ...(kind === 'trigger' ? triggerTable(create) : [])].map(fold)),
    words: wordsOf(create),
  };
}

function triggerTable(create: string): readonly string[] {
  const reader = openReader(create);
  while (reader.peek().kind !== 'end') if (reader.take().word === 'ON') return [reader.name()?.name ?? ''];
  return [];
}

/** Without the quotes of names; a text in quotes is none. */
function wordsOf(text: string): ReadonlySet<string> {
  const reader = openReader(text);
  const words = new Set<string>();
  for (let next = reader.peek(); next.kind !== 'end'; next = reader.peek()) {
    const name = next.kind === 'string' ? undefined : reader.name();
    words.add(fold(name?.name ?? reader.take().raw));
  }
  return words;
}
