/** Runs the `up`, or the `down`, of a data migration on the active: the one place where a migration's JavaScript meets a real server. */
import { BlockedError } from '../errors.js';
import { dataStatement } from '../migrate/data-statement.js';
import { listMigrationFiles } from '../migrate/files.js';
import { runKnexMigration } from '../migrate/recorder.js';
import type { Side } from '../pair/side.js';
import type { PlannedMigration } from '../plan/plan.js';
import type { PerformDeps } from './perform.js';

/**
 * The caller's transaction holds the bookkeeping too, so that those of the script are savepoints in it. A file that has
 * changed since it was planned is not run.
 */
export async function runDataMigration(
  deps: PerformDeps,
  side: Side,
  migration: PlannedMigration,
): Promise<void> {
  const file = (await listMigrationFiles(deps.settings)).find(({ name }) => name === migration.name);
  if (file === undefined || file.checksum !== migration.checksum) {
    throw new BlockedError(`${migration.name}: has changed since the run was planned: nothing was sent`);
  }
  const session = deps.pair.control(side);
  const { database } = deps.config;
  await runKnexMigration({
    file,
    direction: migration.takesBack === undefined ? 'up' : 'down',
    session,
    database,
    settings: deps.settings,
    send: ({ sql, options }) =>
      session.driver.query({ ...options, sql: dataStatement(sql, { name: file.name, database }) }),
  });
}
