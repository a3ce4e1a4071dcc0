/** What one ALTER TABLE must say so that a table looks as it did. Foreign keys come before and after it. Pure. */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Table } from '../structure.js';
import { type CreateText, type KeyText, readCreate } from './read-create.js';

/** The table as it is, and as it was. */
export type TableBack = { readonly now: Table; readonly old: Table };

export function tableClauses(back: TableBack): readonly string[] {
  const [now, old] = [readCreate(back.now), readCreate(back.old)];
  return [
    ...goneKeys(now, old).map(({ name }) =>
      name === 'PRIMARY KEY' ? 'DROP PRIMARY KEY' : `DROP INDEX ${name}`,
    ),
    ...lacking(now.checks, old.checks).map(({ name }) => `DROP CONSTRAINT ${name}`),
    ...columnClauses(back, old),
    ...comingKeys(now, old).map(({ text }) => `ADD ${text}`),
    ...lacking(old.checks, now.checks).map(({ text }) => `ADD ${text}`),
    ...optionClauses(now.options, old.options),
  ];
}

/**
 * Columns that a leg changed stand where they stood, because row events are applied by position: so the place says
 * which one was which, whatever it is called now.
 */
function columnClauses({ now, old }: TableBack, { columns: texts }: CreateText): readonly string[] {
  const changed = changedColumns({ now, old }).map(
    ({ name, at }) => `CHANGE COLUMN ${quoteIdentifier(name)} ${texts[at] ?? ''}`,
  );
  const added = now.columns.slice(old.columns.length);
  return [
    ...added.map(({ name }) => `DROP COLUMN ${quoteIdentifier(name)}`),
    ...changed,
    ...texts.slice(now.columns.length).map(text => `ADD COLUMN ${text}`),
  ];
}

/** By their names now, with their places. */
export function changedColumns(back: TableBack): readonly { readonly name: string; readonly at: number }[] {
  const [now, old] = [readCreate(back.now), readCreate(back.old)];
  return back.now.columns.slice(0, back.old.columns.length).flatMap(({ name, collation }, at) => {
    // A text without a character set means that of the table, which may be another one now; it changes with it.
    const same = now.columns[at] === old.columns[at] && collation === back.old.columns[at]?.collation;
    return same ? [] : [{ name, at }];
  });
}

/** A key can only be appended to those of its kind: behind the first that is missing all come anew. */
function keptKeys(now: CreateText, old: CreateText): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const kind of new Set(old.keys.map(key => key.kind))) {
    const there = now.keys.filter(key => key.kind === kind).map(({ text }) => text);
    const wanted = old.keys.filter(key => key.kind === kind).map(({ text }) => text);
    let from = 0;
    for (const text of wanted) {
      const at = there.indexOf(text, from);
      if (at === -1) break;
      kept.add(text);
      from = at + 1;
    }
  }
  return kept;
}

function goneKeys(now: CreateText, old: CreateText): readonly KeyText[] {
  const kept = keptKeys(now, old);
  return now.keys.filter(({ text }) => !kept.has(text));
}

function comingKeys(now: CreateText, old: CreateText): readonly KeyText[] {
  const kept = keptKeys(now, old);
  return old.keys.filter(({ text }) => !kept.has(text));
}

function lacking<T extends { readonly text: string }>(of: readonly T[], other: readonly T[]): readonly T[] {
  return of.filter(({ text }) => other.every(one => one.text !== text));
}

function optionClauses(
  now: ReadonlyMap<string, string>,
  old: ReadonlyMap<string, string>,
): readonly string[] {
  const set = [...old].filter(([name, value]) => now.get(name) !== value);
  // A character set alone takes its own default collation with it.
  const charset = set.some(([name]) => name === 'DEFAULT CHARSET') && old.get('COLLATE');
  const all = new Map([...set, ...(charset ? [['COLLATE', charset] as const] : [])]);
  return [
    ...[...now.keys()].filter(name => !old.has(name) && name !== 'COLLATE').map(unset),
    ...[...all].map(([name, value]) => `${name}=${value}`),
  ];
}

/** How an option is said that a table without it has. */
function unset(name: string): string {
  if (name === 'COMMENT') return "COMMENT=''";
  return `${name}=${/^(KEY_BLOCK_SIZE|MAX_ROWS|MIN_ROWS|AVG_ROW_LENGTH|CHECKSUM|DELAY_KEY_WRITE)$/.test(name) ? '0' : 'DEFAULT'}`;
}
