/** Runs the `up` of a data migration on the active: the one place where a migration's JavaScript meets a real server. */
import { BlockedError } from '../errors.js';
import { listMigrationFiles } from '../migrate/files.js';
import { runKnexMigration } from '../migrate/recorder.js';
import type { Side } from '../pair/side.js';
import type { PlannedMigration } from '../plan/plan.js';
import { classifyStatement } from '../sql/classify.js';
import type { PerformDeps } from './perform.js';

/**
 * The caller's transaction holds the bookkeeping too, so that BEGIN and COMMIT of knex are left out. A file that has
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
  await runKnexMigration({
    file,
    direction: 'up',
    session,
    database: deps.config.database,
    settings: deps.settings,
    send: ({ sql, options }) => session.driver.query({ ...options, sql: allowed(sql, migration.name) }),
  });
}

/** What the structure-only copy could not show: DDL that only rows bring out would end the transaction half-way. */
function allowed(sql: string, name: string): string {
  const { kind } = classifyStatement(sql);
  if (kind === 'transaction') return 'DO 0';
  if (kind === 'read' || kind === 'write' || kind === 'introspect' || kind === 'session') return sql;
  throw new BlockedError(`${name}: sends \`${sql.slice(0, 80)}\`, which it did not when it was planned`, {
    hint: 'its rows were rolled back; split changes of structure and of rows into two migrations',
  });
}
