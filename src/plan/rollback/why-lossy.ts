/**
 * What of a change the old structure cannot take, keep or say, beyond what the verdict on its row events knows. A short
 * list of what is known to be safe, and everything else is a reason: keys that are not unique may come and go, unique keys
 * and checks may come, columns may go at the end and get other names. Pure.
 */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Column, Structure, Table } from '../structure.js';
import { type CreateText, readCreate } from '../way-back/read-create.js';

/** Empty where nothing is lost. `before` is the whole structure that `old` belongs to. */
export function whyLossy(old: Table, now: Table, before: Structure): readonly string[] {
  const [was, is] = [readCreate(old), readCreate(now)];
  if (was.columns.length !== old.columns.length || is.columns.length !== now.columns.length)
    return ['its CREATE TABLE cannot be read'];
  return [
    ...columnReasons({ old, now, was, is }),
    ...triggerReasons({ old, now, was, is }, before),
    ...ruleReasons(old, was, is),
    ...storageReasons({ old, now, was, is }),
  ];
}

type Pair = { readonly old: Table; readonly now: Table; readonly was: CreateText; readonly is: CreateText };

function columnReasons({ old, now, was, is }: Pair): readonly string[] {
  const shared = Math.min(old.columns.length, now.columns.length);
  return [
    ...now.columns
      .slice(old.columns.length)
      .filter(({ generated }) => generated === null)
      .map(({ name }) => `the old side does not have column ${name}, and would lose what is written to it`),
    ...old.columns
      .slice(now.columns.length)
      .filter(({ generated }) => generated !== null)
      .map(({ name }) => `the old side would still compute column ${name}, and stop where it cannot`),
    ...old.columns.slice(0, shared).flatMap((column, at) => {
      const [after, text, textAfter] = [now.columns[at], was.columns[at], is.columns[at]];
      const same =
        after !== undefined &&
        properties(column) === properties(after) &&
        definition(text ?? '', column) === definition(textAfter ?? '', after);
      return same ? [] : [`column ${column.name} is another one on the old side`];
    }),
  ];
}

function properties({ name: _, ...rest }: Column): string {
  return JSON.stringify(rest);
}

/** Without its name: what was only renamed holds the same. */
function definition(text: string, { name }: Column): string {
  return text.slice(quoteIdentifier(name).length);
}

/** A trigger names columns, and row events do not run it. */
function triggerReasons({ old, was, is }: Pair, { others }: Structure): readonly string[] {
  const triggered = ` ON ${quoteIdentifier(old.name)} FOR EACH ROW`;
  const has = Object.entries(others).some(
    ([key, text]) => key.startsWith('trigger:') && text.includes(triggered),
  );
  return has && was.columns.join() !== is.columns.join() ? ['its columns change and it has triggers'] : [];
}

/** What only the old side demands stops it at the first row that breaks it. */
function ruleReasons(old: Table, was: CreateText, is: CreateText): readonly string[] {
  const kept = new Set(is.keys.map(({ kind, text }) => ruleOf(kind, text)));
  const computed = new Set(
    old.keys.filter(({ columns }) => columns.some(column => column.startsWith('('))).map(({ name }) => name),
  );
  const strict = was.keys.filter(
    ({ kind, name }) =>
      kind === 'UNIQUE ' || kind === 'PRIMARY ' || [...computed].some(key => quoteIdentifier(key) === name),
  );
  const checks = new Set(is.checks.map(({ text }) => text));
  return [
    ...strict
      .filter(({ kind, text }) => !kept.has(ruleOf(kind, text)))
      .map(({ name }) => `only the old side has ${plain(name)}, and stops at a row that breaks it`),
    ...was.checks
      .filter(({ text }) => !checks.has(text))
      .map(
        ({ name }) => `only the old side has the check ${plain(name)}, and may stop at a row that breaks it`,
      ),
    ...(texts(was.foreignKeys) === texts(is.foreignKeys) ? [] : ['its foreign keys change']),
  ];
}

/** Its name is no part of what a key demands. */
function ruleOf(kind: string, text: string): string {
  return kind === 'UNIQUE ' ? text.replace(/^UNIQUE KEY `(?:[^`]|``)*`/u, 'UNIQUE KEY') : text;
}

function storageReasons({ old, now, was, is }: Pair): readonly string[] {
  const options = ({ options: map, flags, rest }: CreateText): string =>
    JSON.stringify([[...map].filter(([name]) => name !== 'AUTO_INCREMENT'), flags, rest]);
  return [
    ...(old.partitioning === now.partitioning
      ? []
      : ['its partitions change, and a row that one side takes may have no place on the other']),
    ...(old.engine === now.engine && options(was) === options(is)
      ? []
      : ['its options change, and what a row may be changes with them']),
  ];
}

function texts(named: readonly { readonly text: string }[]): string {
  return named
    .map(({ text }) => text)
    .sort()
    .join('\n');
}

function plain(name: string): string {
  return name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name.toLowerCase();
}
