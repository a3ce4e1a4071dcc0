/**
 * Statements that bring a database back to a structure it had, from the difference alone. They are a proposal: a
 * workspace proves whether they lead there (`run/plan-abort.ts`). Pure.
 */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Structure, Table } from '../structure.js';
import { type Named, readCreate } from './read-create.js';
import { changedColumns, type TableBack, tableClauses } from './table-clauses.js';
import { whyNotCopied } from './why-not-copied.js';

export type WayBack = {
  /** Tables that lost values, to be copied from the other side first, whole. */
  readonly copies: readonly string[];
  readonly statements: readonly string[];
  /** Objects that neither statements nor a copy bring back, in words. */
  readonly impossible: readonly string[];
};

/** `mayCopy`: tables may be copied from the other side. */
export function wayBack(now: Structure, old: Structure, mayCopy = true): WayBack {
  const changed = changedTables(now, old);
  const damaged = changed.filter(back => lostColumns(back).length > 0);
  const copied = mayCopy ? damaged.filter(({ old: { name } }) => whyNotCopied(name, now, old) === null) : [];
  const backs = changed.filter(back => !copied.includes(back));
  const made = Object.values(now.tables).filter(({ name }) => !(name in old.tables));
  const links = linksOf(now, old);
  return {
    copies: copied.map(({ old: { name } }) => name),
    statements: [
      ...Object.values(now.tables).flatMap(({ name }) => alter(name, links.gone(name).map(dropLink))),
      ...madeViews(now, old).map(name => `DROP VIEW ${quoteIdentifier(name)}`),
      ...made.map(({ name }) => `DROP TABLE ${quoteIdentifier(name)}`),
      ...backs.flatMap(back => alter(back.now.name, tableClauses(back))),
      ...backs.flatMap(partitioned),
      ...Object.values(old.tables).flatMap(({ name }) => alter(name, links.coming(name).map(addLink))),
    ],
    impossible: [
      ...lostObjects(now, old),
      ...backs.flatMap(back =>
        lostColumns(back).map(lost =>
          [lost, whyNotCopied(back.old.name, now, old)].filter(Boolean).join('; '),
        ),
      ),
    ],
  };
}

const dropLink = ({ name }: Named): string => `DROP FOREIGN KEY ${name}`;
const addLink = ({ text }: Named): string => `ADD ${text}`;

function alter(table: string, clauses: readonly string[]): readonly string[] {
  return clauses.length === 0 ? [] : [`ALTER TABLE ${quoteIdentifier(table)} ${clauses.join(', ')}`];
}

function changedTables(now: Structure, old: Structure): readonly TableBack[] {
  return Object.values(old.tables).flatMap(table => {
    const current = now.tables[table.name];
    return current === undefined || current.create === table.create ? [] : [{ now: current, old: table }];
  });
}

type Links = {
  gone(table: string): readonly Named[];
  coming(table: string): readonly Named[];
};

/**
 * Foreign keys hold the columns on both of their ends (1833, 3780): those on a column that changes are made anew. So are
 * those of tables that go, which may hold each other.
 */
function linksOf(now: Structure, old: Structure): Links {
  const changed = new Set(
    changedTables(now, old).flatMap(back =>
      changedColumns(back).map(({ name }) => `${back.now.name}.${name}`),
    ),
  );
  const gone = (name: string): readonly Named[] => {
    const [table, former] = [now.tables[name], old.tables[name]];
    if (table === undefined) return [];
    const kept = textsOf(former);
    return readCreate(table).foreignKeys.filter(
      link => !kept.has(link.text) || endsOf(table, link).some(end => changed.has(end)),
    );
  };
  const coming = (name: string): readonly Named[] => {
    const former = old.tables[name];
    if (former === undefined) return [];
    const dropped = new Set(gone(name).map(({ text }) => text));
    const there = textsOf(now.tables[name]);
    return readCreate(former).foreignKeys.filter(({ text }) => dropped.has(text) || !there.has(text));
  };
  return { gone, coming };
}

function textsOf(table: Table | undefined): ReadonlySet<string> {
  return new Set(table === undefined ? [] : readCreate(table).foreignKeys.map(({ text }) => text));
}

/** Its columns on both sides, as `table.column`. */
function endsOf({ name, foreignKeys }: Table, link: Named): readonly string[] {
  const found = foreignKeys.find(key => quoteIdentifier(key.name) === link.name);
  if (found === undefined) return [];
  return [
    ...found.columns.map(column => `${name}.${column}`),
    ...found.referencedColumns.map(column => `${found.referencedTable}.${column}`),
  ];
}

/** By itself: in one statement with others some servers refuse it. */
function partitioned({ now, old }: TableBack): readonly string[] {
  if (now.partitioning === old.partitioning) return [];
  return [`ALTER TABLE ${quoteIdentifier(old.name)} ${old.partitioning ?? 'REMOVE PARTITIONING'}`];
}

function madeViews(now: Structure, old: Structure): readonly string[] {
  return Object.keys(now.others)
    .filter(key => key.startsWith('view:') && !(key in old.others))
    .map(key => key.slice('view:'.length));
}

/** Definers stand in no structure, so that what was replaced or dropped cannot be made as it was. */
function lostObjects(now: Structure, old: Structure): readonly string[] {
  const keys = [...new Set([...Object.keys(now.others), ...Object.keys(old.others)])].sort();
  const made = new Set(madeViews(now, old).map(name => `view:${name}`));
  return [
    ...Object.keys(old.tables)
      .filter(name => !(name in now.tables))
      .map(name => `table ${name} is gone, with its rows`),
    ...keys
      .filter(key => !key.startsWith('event:') && now.others[key] !== old.others[key] && !made.has(key))
      .map(key => `${key.replace(':', ' ')} was changed or dropped`),
  ];
}

/** What a column held is gone with it: the structure could be made anew, and the values not. */
function lostColumns({ now, old }: TableBack): readonly string[] {
  return old.columns
    .slice(now.columns.length)
    .filter(({ generated }) => generated === null)
    .map(({ name }) => `column ${old.name}.${name} was dropped, and its values with it`);
}
