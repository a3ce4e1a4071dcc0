/**
 * Which way a migration goes. Pure: the server was asked before what each statement costs and what it changes. A
 * migration goes one way as a whole, and the first way that is safe is taken: data, direct, flip, else refused.
 */
import type { Finding } from '../errors.js';
import { canBind } from './bind-algorithm.js';
import { judgeBatch } from './judge-batch.js';
import type { Conversion, PlannedStatement, Strategy, TableVerdict } from './plan.js';
import type { Structure } from './structure.js';
import type { RowApplier } from './verdict/row-applier.js';

/** A statement as the workspace saw it. */
export type ProposedStatement = Pick<
  PlannedStatement,
  'sql' | 'file' | 'line' | 'kind' | 'tables' | 'algorithm' | 'online'
> & {
  /** For messages: `/path/file.sql:3`. */
  readonly where: string;
  readonly before: Structure;
  readonly after: Structure;
};

export type ProposedMigration = {
  readonly name: string;
  readonly statements: readonly ProposedStatement[];
  /** Reads or writes rows that were there before. */
  readonly usesRows: boolean;
  readonly before: Structure;
};

/** What the live pair says about its tables. */
export type LiveTables = {
  /** Bytes on disk of the larger side, by table; a table that is not there is new. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Tables whose count of instant changes is used up on a side, although their copy would accept another. */
  readonly instantExhausted: ReadonlySet<string>;
};

export type StrategyFacts = {
  readonly live: LiveTables;
  readonly applier: RowApplier;
  /** An online DDL on the active delays the passive for as long as it takes: longer ones flip. */
  readonly directMs: number;
};

export type Way =
  | { readonly kind: Strategy; readonly why: string; readonly verdicts: readonly TableVerdict[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Bytes per ms of an online rebuild: 50 MB/s, a careful default until these servers have been measured. */
export const defaultRate = 50_000;

export function chooseWay(migration: ProposedMigration, facts: StrategyFacts): Way {
  if (migration.usesRows)
    return { kind: 'data', why: 'reads or writes rows: runs once, on the active', verdicts: [] };
  const heavy = migration.statements.flatMap(statement => {
    const why = whyNotDirect(statement, facts);
    return why === null ? [] : [{ statement, why }];
  });
  const [first] = heavy;
  if (first === undefined) return { kind: 'direct', why: whyDirect(migration.statements), verdicts: [] };
  const rows = migration.statements.find(({ kind }) => kind === 'rows');
  if (rows !== undefined) return { kind: 'refused', findings: [rowsInLeg(rows, first.why)] };
  const verdicts = judgeBatch({
    before: migration.before,
    statements: migration.statements,
    applier: facts.applier,
  });
  const refused = verdicts.filter(({ verdict }) => !mayFlip(verdict));
  if (refused.length > 0)
    return { kind: 'refused', findings: refused.map(verdict => refusal(migration, verdict)) };
  return { kind: 'flip', why: first.why, verdicts };
}

/** Whether old row events apply to the new structure, with or without a conversion. */
export function mayFlip({ kind }: TableVerdict['verdict']): boolean {
  return kind === 'applies' || kind === 'applies-with-conversion';
}

export function conversionsOf(verdicts: readonly TableVerdict[]): readonly Conversion[] {
  const all = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'applies-with-conversion' ? verdict.conversions : [],
  );
  return [...new Set(all)].sort();
}

export function ddlOf(migrations: readonly ProposedMigration[]): readonly ProposedStatement[] {
  return migrations.flatMap(({ statements }) => statements.filter(({ kind }) => kind === 'ddl'));
}

/** Null when the statement may run on the active and replicate; else what keeps it from that. */
function whyNotDirect(statement: ProposedStatement, { live, directMs }: StrategyFacts): string | null {
  if (statement.kind !== 'ddl' || statement.algorithm === null) return null;
  const [table = ''] = statement.tables;
  const bytes = Math.max(0, ...statement.tables.map(name => live.bytes.get(name) ?? 0));
  if (!statement.tables.some(name => live.bytes.has(name))) return null;
  if (isInstant(statement, live)) return null;
  const size = `${table}, ${(bytes / 1e6).toFixed(1)} MB`;
  const ms = Math.ceil(bytes / defaultRate);
  if (!statement.online) return `${statement.algorithm} of ${size}: writes would wait for it`;
  return ms <= directMs
    ? null
    : `${statement.algorithm} of ${size}: about ${ms} ms, longer than limits.directMs`;
}

/** Instant on both servers, and bound to it, so that it can never become a copy on the active. */
function isInstant({ sql, algorithm, tables }: ProposedStatement, live: LiveTables): boolean {
  return algorithm === 'INSTANT' && canBind(sql) && !tables.some(name => live.instantExhausted.has(name));
}

function whyDirect(statements: readonly ProposedStatement[]): string {
  const ddl = statements.filter(({ kind }) => kind === 'ddl');
  if (ddl.every(({ algorithm }) => algorithm === null)) return 'touches no existing rows';
  return ddl.every(({ algorithm }) => algorithm === null || algorithm === 'INSTANT')
    ? 'instant on both servers'
    : 'online and short';
}

function rowsInLeg({ where }: ProposedStatement, why: string): Finding {
  return {
    id: 'rows-in-flip',
    where,
    message: `writes rows in a migration that cannot run on the active (${why})`,
    hint: 'put the rows into a migration of their own',
  };
}

function refusal(migration: ProposedMigration, { table, verdict, advice }: TableVerdict): Finding {
  const blamed = migration.statements.find(({ tables }) => tables.includes(table)) ?? migration.statements[0];
  const why = verdict.kind === 'applies' ? '' : verdict.why;
  return {
    id: verdict.kind,
    where: blamed?.where ?? migration.name,
    message: `${table}: ${why}`,
    ...(advice === undefined ? {} : { hint: advice }),
  };
}
