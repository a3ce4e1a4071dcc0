/**
 * What the live pair says about its tables, and how a plan moves that along: a table that is renamed stays as large
 * as it is. Pure.
 */
import { classifyStatement } from '../sql/classify.js';
import type { ProposedMigration, ProposedStatement } from './strategy.js';

export type LiveTables = {
  /** Bytes on disk of the larger side, by table; a table that is not there is new. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Tables whose count of instant changes is used up on a side, although their copy would accept another. */
  readonly instantExhausted: ReadonlySet<string>;
};

/** Also for use within the migration: it only ever adds names, so a table is rather taken for large than for new. */
export function liveAfter(live: LiveTables, { statements, usesRows, before }: ProposedMigration): LiveTables {
  const renamed = statements.filter(isRename).reduce(follow, live);
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
  const exhausted = tables.some(name => live.instantExhausted.has(name)) ? tables : [];
  return {
    bytes: new Map([...live.bytes, ...tables.map(name => [name, largest] as const)]),
    instantExhausted: new Set([...live.instantExhausted, ...exhausted]),
  };
}
