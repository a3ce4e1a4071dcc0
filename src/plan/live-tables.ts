/**
 * What the live pair says about its tables, and how a plan moves that along: a table that is renamed stays as large
 * as it is. Pure.
 */
import { classifyStatement } from '../sql/classify.js';
import type { ProposedMigration, ProposedStatement } from './strategy.js';
import type { Table } from './structure.js';

export type LiveTables = {
  /** Bytes on disk of the larger side, by table; a table that is not there is new. */
  readonly bytes: ReadonlyMap<string, number>;
  /**
   * How many more columns can be added or dropped instantly, on the side that has fewer left; a table that is not there
   * has no limit. An empty copy begins anew and would accept them all.
   */
  readonly instantLeft: ReadonlyMap<string, number>;
};

/**
 * Also for use within the migration: it only ever adds names and takes instant changes away, so a table is rather taken
 * for large than for new.
 */
export function liveAfter(live: LiveTables, { statements, usesRows, before }: ProposedMigration): LiveTables {
  const renamed = statements.reduce((now, one) => spend(isRename(one) ? follow(now, one) : now, one), live);
  if (!usesRows) return renamed;
  // Nobody knows how many rows a data migration leaves in tables that the plan has made.
  const known = Object.keys(before.tables).map(name => [name, 0] as const);
  return { ...renamed, bytes: new Map([...known, ...renamed.bytes]) };
}

function isRename({ sql, tables, after }: ProposedStatement): boolean {
  const head = classifyStatement(sql);
  if (head.kind !== 'ddl' || head.object !== 'table') return false;
  return head.verb === 'rename' || (head.verb === 'alter' && tables.some(name => !(name in after.tables)));
}

/** Which of several tables became which does not matter: all count as the largest. */
function follow(live: LiveTables, { tables }: ProposedStatement): LiveTables {
  const sizes = tables.flatMap(name => live.bytes.get(name) ?? []);
  if (sizes.length === 0) return live;
  const largest = Math.max(...sizes);
  const left = tables.flatMap(name => live.instantLeft.get(name) ?? []);
  const fewest = tables.map(name => [name, Math.min(...left)] as const);
  return {
    bytes: new Map([...live.bytes, ...tables.map(name => [name, largest] as const)]),
    instantLeft: new Map([...live.instantLeft, ...(left.length === 0 ? [] : fewest)]),
  };
}

/** One statement makes one version of rows, however many columns it names (MySQL 9.7, tested). */
function spend(live: LiveTables, { algorithm, tables, before, after }: ProposedStatement): LiveTables {
  if (algorithm !== 'INSTANT') return live;
  const spent = tables.flatMap(name => {
    const left = live.instantLeft.get(name);
    const same = columnNames(before.tables[name]) === columnNames(after.tables[name]);
    return left === undefined || same ? [] : [[name, left - 1] as const];
  });
  return { ...live, instantLeft: new Map([...live.instantLeft, ...spent]) };
}

/** A renamed column counts as another one: rather one too many than one too few. */
function columnNames(table: Table | undefined): string {
  return JSON.stringify(table?.columns.map(({ name }) => name));
}
