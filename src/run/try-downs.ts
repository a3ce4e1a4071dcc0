/**
 * Tries the ways back of the migrations that were tried, in the same workspace, the last first: each finds the structure
 * that its `up` left, as long as all later ones have gone back. Nothing of a plan depends on it but what lint says.
 */
import type { Report } from '../engine/ports.js';
import { hasDown } from '../migrate/demand-downs.js';
import type { MigrationFile } from '../migrate/files.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { WayBack } from '../plan/lint/linted-migration.js';
import type { Structure } from '../plan/structure.js';
import { recordMigration } from '../workspace/record-migration.js';
import type { Workspace } from '../workspace/workspace.js';
import { countSteps } from './count-steps.js';

export type DownTrial = {
  readonly workspace: Workspace;
  readonly settings: MigrationSettings;
  /** In the order in which they ran; those that read or write rows are not tried. */
  readonly migrations: readonly (Pick<MigrationFile, 'name' | 'path' | 'kind' | 'checksum'> & {
    readonly usesRows: boolean;
    readonly before: Structure;
  })[];
  readonly report: Report | undefined;
};

/**
 * By the name of the migration. Leaves the workspace as far back as it came: before a way back that is missing, fails or
 * leaves another structure, the earlier ones would begin elsewhere, and are not tried.
 */
export async function tryDowns({
  workspace,
  settings,
  migrations,
  report,
}: DownTrial): Promise<ReadonlyMap<string, WayBack>> {
  const downs = new Map<string, WayBack>();
  const tell = countSteps({ report, what: 'try way back', of: migrations.length });
  let reached = true;
  for (const migration of migrations.toReversed()) {
    const there = await hasDown(migration);
    downs.set(migration.name, there ? 'there' : 'missing');
    reached = reached && there && !migration.usesRows;
    if (!reached) continue;
    tell(migration.name);
    const { findings, after, usesRows, unfinished } = await recordMigration(
      workspace,
      migration,
      settings,
      'down',
    );
    if (findings.length > 0) downs.set(migration.name, 'fails');
    reached = findings.length === 0 && !usesRows && unfinished === null;
    if (!reached) continue;
    downs.set(migration.name, after);
    reached = fingerprintStructure(after) === fingerprintStructure(migration.before);
  }
  return downs;
}
