/**
 * Whether a statement may run in a flip leg at all: on the passive alone, unlogged, while old row events go on
 * arriving, and again on the other side later. Only statements that leave every row as it is, or change it as
 * the structure shows, may. Pure: it reads the text, the rest is judged from the structures around it.
 */
import { classifyStatement } from '../../sql/classify.js';
import { openReader } from '../../sql/reader.js';
import type { StatementClass } from '../../sql/statement-class.js';
import { type ColumnChanges, readAlter } from '../read-alter.js';
import type { Structure } from '../structure.js';

export type StatementEffect = {
  /** What the refusal is about: a table's name, `trigger:t`, or the first words. */
  readonly subject: string;
  /** Existing tables that the text names as its subject, also where their structure stays as it is. */
  readonly tables: readonly string[];
  readonly changes: ColumnChanges;
  /** Why it must not run in a leg, or null. */
  readonly refusal: string | null;
  /** What to do instead, where it is refused. */
  readonly advice: string;
};

const nothing: StatementEffect = {
  subject: '',
  tables: [],
  changes: { renames: [], drops: [], adds: [] },
  refusal: null,
  advice: 'put it into a migration with nothing else in it: then it can go direct',
};

/** `existing` are the tables before the leg: only they have rows that both sides must agree on. */
export function judgeStatement(sql: string, existing: Structure): StatementEffect {
  const statement = classifyStatement(sql);
  switch (statement.kind) {
    case 'ddl':
      return judgeDdl(sql, statement, existing);
    case 'session':
    case 'read':
    case 'introspect':
    case 'transaction':
      return nothing;
    default:
      return { ...nothing, subject: firstWords(sql), refusal: `${firstWords(sql)} has no place in a flip` };
  }
}

type Ddl = Extract<StatementClass, { kind: 'ddl' }>;

function judgeDdl(sql: string, ddl: Ddl, existing: Structure): StatementEffect {
  const named = [ddl.table, ...ddl.names].flatMap(name => (name === undefined ? [] : [name.name]));
  const tables = named.flatMap(name => tablesCalled(name, existing));
  switch (ddl.object) {
    case 'view':
      return nothing;
    case 'index':
      return { ...nothing, tables };
    case 'table':
      return { ...nothing, subject: tables[0] ?? '', tables, ...judgeTableDdl(sql, ddl, tables) };
    default:
      return {
        ...nothing,
        subject: `${ddl.object}:${ddl.name?.name ?? ''}`,
        refusal: `${ddl.verb.toUpperCase()} ${ddl.object.toUpperCase()} never runs in a flip`,
      };
  }
}

/** Servers may fold the case of table names: rather one table too many than one too few. */
function tablesCalled(name: string, { tables }: Structure): readonly string[] {
  return Object.keys(tables).filter(known => known.toLowerCase() === name.toLowerCase());
}

/** Tables that did not exist before the leg have no rows to disagree on: `tables` does not list them. */
function judgeTableDdl(sql: string, ddl: Ddl, tables: readonly string[]): Partial<StatementEffect> {
  if (ddl.withRows) {
    return {
      subject: ddl.name?.name ?? '',
      refusal: 'CREATE TABLE … SELECT copies rows on each side for itself',
    };
  }
  if (tables.length === 0) return {};
  if (ddl.verb === 'alter') return judgeAlter(sql);
  // CREATE TABLE IF NOT EXISTS does nothing to a table that exists, CREATE OR REPLACE everything.
  if (ddl.verb === 'create' && !openReader(sql).accept('CREATE', 'OR')) return {};
  return { refusal: `${ddl.verb.toUpperCase()} of a table that has rows never runs in a flip` };
}

function judgeAlter(sql: string): Partial<StatementEffect> {
  const alter = readAlter(sql);
  if (alter === null) return { refusal: 'this ALTER TABLE cannot be read' };
  return {
    changes: alter,
    refusal: alter.untried === null ? null : `ALTER TABLE … ${alter.untried} was not tried in a flip`,
    advice: 'in a migration with nothing else in it, it goes direct where it is instant, or online and short',
  };
}

function firstWords(sql: string): string {
  const words = sql.trim().split(/\s+/, 2).join(' ');
  return words.length > 30 ? `${words.slice(0, 29)}…` : words;
}
