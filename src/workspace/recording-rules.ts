/** What a migration may mix, and what it changes, told from its statements and the structures around them. Pure. */

import type { Refusal } from '../migrate/refuse-statement.js';
import type { Structure, Table } from '../plan/structure.js';
import { quoteIdentifier } from '../sql/identifier.js';
import type { StatementClass } from '../sql/statement-class.js';
import type { NotCopied } from './copy-structure.js';

type Ddl = Extract<StatementClass, { kind: 'ddl' }>;

export function mixed(rows: string, ddl: string): Refusal {
  return {
    id: 'structure-and-rows',
    message: `changes the structure (${ddl}) and uses rows that were there before (${rows})`,
    hint: 'split it in two: one migration for the structure, a later one for the rows',
  };
}

export const rowsFirst: Refusal = {
  id: 'rows-before-structure',
  message: 'changes the structure after rows were written',
  hint: 'put every statement that writes rows after the last one that changes the structure',
};

export const rollsBack: Refusal = {
  id: 'rolls-back',
  message: 'takes back rows that it has written',
  hint: 'leave out what is taken back',
};

/** A statement about an object that is on the pair but could not be copied cannot be followed here. */
export function missingObject({ object, names }: Ddl, notCopied: NotCopied): Refusal | null {
  const key = names.map(({ name }) => `${object}:${name}`).find(name => notCopied.has(name));
  return key === undefined ? null : notFollowed(key, notCopied.get(key) ?? '');
}

/** A table that went away took its triggers along, also those that are here in name only. */
export function orphanedTrigger(before: Structure, after: Structure): Refusal | null {
  const gone = Object.keys(before.tables).filter(name => !(name in after.tables));
  const ends = gone.map(name => ` ON ${quoteIdentifier(name)} FOR EACH ROW `);
  const found = Object.entries(after.others).find(
    ([key, text]) => key.startsWith('trigger:') && ends.some(end => text.includes(end)),
  );
  return found === undefined ? null : notFollowed(found[0], 'its table goes or is renamed');
}

function notFollowed(key: string, why: string): Refusal {
  return {
    id: 'not-in-workspace',
    message: `changes what the workspace holds no copy of: ${key.replace(':', ' ')} (${why})`,
    hint: 'use a workspace that is a server of its own: install the server programs on this machine',
  };
}

/**
 * Tables that look different now, and those the statement is about even if they look the same (TRUNCATE, or CREATE OR
 * REPLACE with the definition that is there). A server may fold the case of names: rather one table too many.
 */
export function changedTables(classified: Ddl, before: Structure, after: Structure): readonly string[] {
  const names = new Set([...Object.keys(before.tables), ...Object.keys(after.tables)]);
  const changed = [...names].filter(name => differs(before.tables[name], after.tables[name]));
  const about = [...(classified.object === 'table' ? classified.names : []), classified.table];
  const folded = new Set(about.map(name => name?.name.toLowerCase()));
  const named = [...names].filter(name => folded.has(name.toLowerCase()));
  return [...new Set([...changed, ...named])].sort();
}

function differs(one: Table | undefined, other: Table | undefined): boolean {
  return one?.create !== other?.create;
}
