/** What lint says of migrations that were tried, with their ways back tried too. */
import type { Config } from '../config/config.js';
import type { Report } from '../engine/ports.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import type { LintFinding } from '../plan/lint/lint-finding.js';
import { lintPlan } from '../plan/lint/lint-plan.js';
import type { WayBack } from '../plan/lint/linted-migration.js';
import type { Direction } from '../workspace/record-migration.js';
import type { Workspace } from '../workspace/workspace.js';
import type { PlanBasis } from './plan-source.js';
import { tryDowns } from './try-downs.js';
import type { Tried } from './try-migrations.js';

export type LintedTrial = {
  readonly workspace: Workspace;
  readonly config: Config;
  readonly settings: MigrationSettings;
  readonly basis: PlanBasis;
  readonly tried: Tried;
  readonly direction: Direction;
  readonly report: Report | undefined;
};

/** Takes the migrations back in the workspace as far as they say how. */
export async function lintTried(trial: LintedTrial): Promise<readonly LintFinding[]> {
  const { config, basis, tried, direction } = trial;
  const downs = await downsOf(trial);
  return lintPlan({
    migrations: tried.migrations.map(({ migration }) => ({
      ...migration,
      down: downs.get(migration.name) ?? 'there',
    })),
    database: basis.database,
    flavor: basis.applier.flavor,
    direction,
    accept: config.lint.accept,
  });
}

/** After a migration that went wrong the copy is not what a way back would find. */
async function downsOf({
  workspace,
  settings,
  tried,
  direction,
  report,
}: LintedTrial): Promise<ReadonlyMap<string, WayBack>> {
  if (direction === 'down' || tried.broken) return new Map();
  const migrations = tried.migrations.map(({ migration }) => migration);
  return tryDowns({ workspace, settings, migrations, report });
}
