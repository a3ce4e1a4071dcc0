/**
 * Consecutive migrations that go the same way run together: many heavy ones cost one flip. A group must be safe as
 * a whole, because its leg can fail after any statement; where it is not, it is divided. Pure.
 */

import { bindAlgorithm } from './bind-algorithm.js';
import { fingerprintStructure } from './fingerprint.js';
import { type JudgedBatch, judgeBatch } from './judge-batch.js';
import type { LiveTables } from './live-tables.js';
import type { Batch, MigrationKind, PlannedMigration, Strategy, TableVerdict } from './plan.js';
import { rollbackOf } from './rollback/rollback-window.js';
import {
  conversionsOf,
  ddlOf,
  mayFlip,
  type ProposedMigration,
  type ProposedStatement,
  type StrategyFacts,
} from './strategy.js';
import type { Structure } from './structure.js';
import type { RowApplier } from './verdict/row-applier.js';

/** A migration whose way is known. */
export type Routed = {
  readonly migration: ProposedMigration & {
    readonly kind: MigrationKind;
    readonly checksum: string;
    readonly after: Structure;
    readonly takesBack?: readonly string[];
  };
  readonly strategy: Strategy;
  readonly why: string;
};

export function groupBatches(routed: readonly Routed[], facts: StrategyFacts): readonly Batch[] {
  const groups: Routed[][] = [];
  for (const one of routed) {
    const group = groups.at(-1);
    if (group !== undefined && belongs(group, one, facts)) group.push(one);
    else groups.push([one]);
  }
  return groups.map(group => toBatch(group, facts));
}

function belongs(group: readonly Routed[], one: Routed, facts: StrategyFacts): boolean {
  if (group[0]?.strategy !== one.strategy || one.strategy === 'data') return false;
  return one.strategy === 'direct' || judge([...group, one], facts).every(({ verdict }) => mayFlip(verdict));
}

function judge(group: readonly Routed[], { applier }: StrategyFacts): readonly TableVerdict[] {
  const before = group[0]?.migration.before;
  if (before === undefined) return [];
  return judgeBatch(judgedOf(group, before, applier));
}

function judgedOf(group: readonly Routed[], before: Structure, applier: RowApplier): JudgedBatch {
  return { before, statements: ddlOf(group.map(({ migration }) => migration)), applier };
}

function toBatch(group: readonly Routed[], facts: StrategyFacts): Batch {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) throw new Error('a batch has migrations');
  const verdicts = first.strategy === 'flip' ? judge(group, facts) : [];
  const tables = group.flatMap(({ migration }) =>
    migration.statements.flatMap(statement => statement.tables),
  );
  return {
    strategy: first.strategy,
    why: [...new Set(group.map(({ why }) => why))].join('; '),
    migrations: group.map(one => toPlanned(one, verdicts, facts)),
    conversions: conversionsOf(verdicts),
    tables: [...new Set(tables)].sort(),
    structureBefore: fingerprintStructure(first.migration.before),
    structureAfter: fingerprintStructure(last.migration.after),
    ...(first.strategy === 'flip'
      ? { rollback: rollbackOf(judgedOf(group, first.migration.before, facts.applier), verdicts) }
      : {}),
  };
}

function toPlanned(
  { migration, strategy }: Routed,
  verdicts: readonly TableVerdict[],
  { live }: StrategyFacts,
): PlannedMigration {
  const { name, kind, checksum, statements, takesBack } = migration;
  return {
    name,
    kind,
    checksum,
    ...(takesBack === undefined ? {} : { takesBack }),
    statements: statements.map(statement => ({
      sql: strategy === 'direct' ? boundText(statement, live) : statement.sql,
      file: statement.file,
      line: statement.line,
      kind: statement.kind,
      tables: statement.tables,
      algorithm: statement.algorithm,
      online: statement.online,
      verdicts: verdicts.filter(({ table }) => statement.tables.includes(table)),
      structureAfter: fingerprintStructure(statement.after),
    })),
  };
}

/** A table that the plan itself makes is empty: there is nothing to copy and nobody to keep waiting. */
function boundText({ sql, algorithm, online, tables }: ProposedStatement, live: LiveTables): string {
  const exists = tables.some(name => live.bytes.has(name));
  const bound = algorithm !== null && online && exists ? bindAlgorithm(sql, { algorithm, online }) : null;
  return bound ?? sql;
}
