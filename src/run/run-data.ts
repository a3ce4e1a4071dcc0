/** Runs the `up`, or the `down`, of a data migration on the active: the one place where a migration's JavaScript meets a real server. */
import { BlockedError, FailedError } from '../errors.js';
import { dataStatement } from '../migrate/data-statement.js';
import { listMigrationFiles } from '../migrate/files.js';
import type { SendStatement } from '../migrate/knex-connection.js';
import { runKnexMigration } from '../migrate/recorder.js';
import type { Side } from '../pair/side.js';
import type { PlannedMigration } from '../plan/plan.js';
import { errno } from '../server/errno.js';
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
    send: untilRolledBack(file.name, ({ sql, options }) =>
      session.driver.query({ ...options, sql: dataStatement(sql, { name: file.name, database }) }),
    ),
  });
}

/**
 * A deadlock rolls the whole transaction back, and what a script sends after it would be committed statement by
 * statement: a script that retries its last part only, as it may in transactions of its own, is ended.
 */
function untilRolledBack(name: string, send: SendStatement): SendStatement {
  let rolledBack = false;
  return async statement => {
    if (rolledBack)
      throw new FailedError(`${name}: a deadlock rolled back all that it had written: nothing of it stays`, {
        hint: 'run the same command again: it begins anew',
      });
    try {
      return await send(statement);
    } catch (error) {
      // As the driver throws it: the script may branch on its number.
      rolledBack = (error as { readonly errno?: unknown }).errno === errno.deadlock;
      throw error;
    }
  };
}
