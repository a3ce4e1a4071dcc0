/**
 * Runs migrations in a workspace, one after the other, so that each finds what the earlier ones made, and chooses the
 * way of each. What goes wrong is a finding: the others are still told of.
 */
import type { Report } from '../engine/ports.js';
import type { Finding } from '../errors.js';
import { checksumTable, tableStatements } from '../migrate/bookkeeping.js';
import type { MigrationFile } from '../migrate/files.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import type { Recorded } from '../migrate/recorded.js';
import { bookkeepingMigration } from '../plan/bookkeeping-migration.js';
import type { Routed } from '../plan/group-batches.js';
import { liveAfter } from '../plan/live-tables.js';
import { chooseWay, type StrategyFacts, type Way } from '../plan/strategy.js';
import { type Direction, recordMigration } from '../workspace/record-migration.js';
import { recordStatements } from '../workspace/record-statements.js';
import type { Workspace } from '../workspace/workspace.js';
import { countSteps } from './count-steps.js';

export type Trial = {
  readonly workspace: Workspace;
  readonly settings: MigrationSettings;
  readonly facts: StrategyFacts;
  readonly chosen: readonly MigrationFile[];
  readonly direction: Direction;
  /** Of the passive. */
  readonly recorded: Recorded;
  readonly report: Report | undefined;
};

export type TriedMigration = {
  readonly migration: Routed['migration'] & Pick<MigrationFile, 'path'>;
  readonly way: Way;
};

export type Tried = {
  /** In order, up to the first that went wrong: after it the copy is not what later ones would find. */
  readonly migrations: readonly TriedMigration[];
  /** Of all that can go a way, with the tables that record them where those are not there yet. */
  readonly routed: readonly Routed[];
  readonly refusals: readonly Finding[];
  /** The last one went wrong in the middle. */
  readonly broken: boolean;
  /** With what the plan itself does to tables. */
  readonly facts: StrategyFacts;
};

/** Throws what `recordMigration` throws. */
export async function tryMigrations(trial: Trial): Promise<Tried> {
  const migrations: TriedMigration[] = [];
  const routed: Routed[] = trial.chosen.length === 0 ? [] : [...(await bookkeepingTables(trial))];
  let { facts } = trial;
  let broken = false;
  const tell = countSteps({ report: trial.report, what: 'try migration', of: trial.chosen.length });
  for (const file of trial.chosen) {
    tell(file.name);
    const tried = await recordMigration(trial.workspace, file, trial.settings, trial.direction);
    const takesBack = trial.direction === 'down' ? { takesBack: [file.name] } : {};
    const migration = { ...tried, ...file, ...takesBack };
    const way: Way =
      tried.findings.length > 0 ? { kind: 'refused', findings: tried.findings } : chooseWay(migration, facts);
    facts = { ...facts, live: liveAfter(facts.live, migration) };
    migrations.push({ migration, way });
    if (way.kind !== 'refused')
      routed.push({ migration, strategy: way.kind, why: whyWithLimits(way.why, tried.unfinished) });
    broken = tried.findings.length > 0;
    if (broken) break;
  }
  const refusals = migrations.flatMap(({ way }) => (way.kind === 'refused' ? way.findings : []));
  return { migrations, routed, refusals, broken, facts };
}

/** A script that went wrong for want of rows has shown only a part of what it sends. */
function whyWithLimits(why: string, unfinished: string | null): string {
  return unfinished === null ? why : `${why}; what it sends is known only when it runs (${unfinished})`;
}

/** The first run on a pair makes the tables that record migrations, as a batch of its own kind: seen in the plan. */
async function bookkeepingTables({ workspace, settings, recorded }: Trial): Promise<readonly Routed[]> {
  const texts = tableStatements(settings, recorded);
  if (texts.length === 0) return [];
  const before = await workspace.readStructure();
  const statements = await recordStatements(workspace, bookkeepingMigration, texts);
  const migration = {
    name: bookkeepingMigration,
    kind: 'sql' as const,
    checksum: '',
    statements,
    usesRows: false,
    before,
    after: await workspace.readStructure(),
  };
  const why = `makes the tables that record migrations (${checksumTable} and knex's)`;
  return [{ migration, strategy: 'direct', why }];
}
