/**
 * Which way a migration goes. Pure: the server was asked before what each statement costs and what it changes. A
 * migration goes one way as a whole, and the first way that is safe is taken: data, direct, flip, else refused.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../errors.js';
import type { Side } from '../pair/side.js';
import { judgeBatch } from './judge-batch.js';
import { type DirectJudgement, judgeDirect } from './judge-direct.js';
import { type LiveTables, liveAfter } from './live-tables.js';
import type { MeasuredRates } from './numbers/measured-rates.js';
import type { TableSizes } from './numbers/table-bytes.js';
import type { Conversion, PlannedStatement, Strategy, TableVerdict } from './plan.js';
import type { Structure } from './structure.js';
import type { RowApplier } from './verdict/row-applier.js';

/** A statement as the workspace saw it. */
export type ProposedStatement = Pick<
  PlannedStatement,
  'sql' | 'file' | 'line' | 'kind' | 'tables' | 'algorithm' | 'online'
> & {
  /** For messages: `/path/file.sql:3`, `/path/file.js (statement 2)`. */
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

export type StrategyFacts = {
  readonly live: LiveTables;
  readonly applier: RowApplier;
  /** An online DDL on the active delays the passive for as long as it takes: longer ones flip. */
  readonly directMs: number;
  /** Of both sides before the plan; absent where nobody knows them. */
  readonly sizes?: Readonly<Record<Side, TableSizes>>;
  /** By earlier runs of these servers; absent where none can have measured anything. */
  readonly measured?: MeasuredRates;
};

export type Way =
  | { readonly kind: Strategy; readonly why: string; readonly verdicts: readonly TableVerdict[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export function chooseWay(migration: ProposedMigration, facts: StrategyFacts): Way {
  if (migration.usesRows)
    return { kind: 'data', why: 'reads or writes rows: runs once, on the active', verdicts: [] };
  const live = liveAfter(facts.live, migration);
  const judged = migration.statements.map(statement => judgeDirect(statement, { ...facts, live }));
  const heavy = judged.find(({ direct }) => !direct);
  if (heavy === undefined) return { kind: 'direct', why: whyDirect(judged), verdicts: [] };
  return leg(migration, facts, heavy.why ?? '');
}

/** The migration cannot run on the active: it flips if every old row event applies, else it is refused. */
function leg(migration: ProposedMigration, { applier }: StrategyFacts, why: string): Way {
  const rows = migration.statements.find(({ kind }) => kind === 'rows');
  if (rows !== undefined) return { kind: 'refused', findings: [rowsInLeg(rows, why)] };
  const verdicts = judgeBatch({ before: migration.before, statements: migration.statements, applier });
  const refused = verdicts.filter(({ verdict }) => !mayFlip(verdict));
  return refused.length === 0
    ? { kind: 'flip', why, verdicts }
    : { kind: 'refused', findings: refused.map(verdict => refusal(migration, verdict, applier)) };
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

function whyDirect(judged: readonly DirectJudgement[]): string {
  const whys = new Set(judged.flatMap(({ why }) => why ?? []));
  return whys.size === 0 ? 'touches no existing rows' : [...whys].join('; ');
}

function rowsInLeg({ where }: ProposedStatement, why: string): Finding {
  return {
    id: 'rows-in-flip',
    where,
    message: `writes rows in a migration that cannot run on the active (${why})`,
    hint: 'put the rows into a migration of their own',
  };
}

function refusal(
  migration: ProposedMigration,
  { table, verdict, advice }: TableVerdict,
  applier: RowApplier,
): Finding {
  const why = verdict.kind === 'applies' ? '' : verdict.why;
  return {
    id: verdict.kind,
    where: blamed(migration, { table, verdict }, applier)?.where ?? migration.name,
    message: `${table}: ${why}`,
    ...(advice === undefined ? {} : { hint: advice }),
  };
}

/** The statement with which the verdict on the table becomes what it is at the end. */
function blamed(
  { before, statements }: ProposedMigration,
  { table, verdict }: TableVerdict,
  applier: RowApplier,
): ProposedStatement | undefined {
  return statements.find((_, index) => {
    const verdicts = judgeBatch({ before, statements: statements.slice(0, index + 1), applier });
    return verdicts.some(so => so.table === table && isDeepStrictEqual(so.verdict, verdict));
  });
}
