/**
 * Runs a knex migration and hands every statement it sends, in order and as final text, to a function that
 * decides what becomes of it. knex is loaded here and nowhere else.
 *
 * knex gets a single connection that is a shell around one pinned session: it cannot open another, reconnect,
 * or reach the driver. Its lock, its migrator and its bookkeeping are not used.
 */
import type { Knex } from 'knex';
import { ConfigError } from '../errors.js';
import type { Session } from '../server/connection.js';
import type { MigrationFile } from './files.js';
import { knexConnection, type SendStatement } from './knex-connection.js';
import { type LoadedModule, loadModule } from './load-module.js';
import type { MigrationSettings } from './migration-settings.js';
import { readMigration } from './read-migration.js';
import { withConsoleAside } from './with-console-aside.js';

export type KnexRun = {
  readonly file: MigrationFile;
  readonly direction: 'up' | 'down';
  /** Formats values, and tells knex the version of its server. */
  readonly session: Session;
  /** What `knex.client.database()` answers; knex reads foreign keys of this schema. */
  readonly database: string;
  readonly settings: MigrationSettings;
  /** Called with one statement at a time, also when the migration sends several at once. */
  readonly send: SendStatement;
};

/**
 * Runs `up` or `down` of one file, inside `BEGIN`/`COMMIT` of knex unless the file (`config.transaction`) or the
 * knexfile (`disableTransactions`) says otherwise. Resolves after the last statement was answered. Throws
 * ConfigError for a file that is no migration, and whatever the migration throws.
 */
export function runKnexMigration(run: KnexRun): Promise<void> {
  return withConsoleAside(() => runStep(run));
}

async function runStep(run: KnexRun): Promise<void> {
  // The loader would tell of its own surroundings.
  await readMigration(run.file.path);
  const migration = await loadModule(run.file.path);
  const step = migration[run.direction];
  if (typeof step !== 'function') {
    throw new ConfigError(`${run.file.path}: has no function \`${run.direction}\``, {
      hint: 'a knex migration exports the functions up(knex) and down(knex)',
    });
  }
  const connection = knexConnection(run.session, run.send);
  const knex = await openKnex(run, connection);
  try {
    if (wantsTransaction(migration, run.settings))
      await knex.transaction(async trx => void (await step(trx)));
    else await step(knex);
    await connection.idle();
  } finally {
    // A migration that failed may have statements in the queue: behind its rollback they would be on their own.
    connection.close();
    await connection.idle();
    await knex.destroy();
  }
}

async function openKnex(run: KnexRun, connection: object): Promise<Knex> {
  const { charset, collate, ...hooks } = run.settings.knex;
  // Loaded as late as possible: knex alone costs a third of a short command.
  const { default: knexModule } = await import('knex');
  const knex = knexModule({
    client: 'mysql2',
    connectionPool: poolOf(connection),
    ...(hooks as Partial<Knex.Config>),
  });
  knex.client.connectionSettings = { database: run.database, charset, collate };
  // Without this `isMariaDB` stays undefined, and knex writes another SQL. Asked outside of the recording.
  await knex.client.checkVersion(knexConnection(run.session, ({ sql }) => run.session.driver.query(sql)));
  return knex;
}

/** A pool as knex knows them (tarn), of one connection that everybody gets: a query outside a transaction joins it. */
function poolOf(connection: object): Knex.ConnectionPool {
  return {
    acquire: () => ({ promise: Promise.resolve(connection) }),
    release: () => true,
    destroy: () => Promise.resolve(),
    numFree: () => 0,
    numUsed: () => 1,
    numPendingAcquires: () => 0,
  } as Knex.ConnectionPool;
}

function wantsTransaction({ config }: LoadedModule, settings: MigrationSettings): boolean {
  const { transaction } = (config ?? {}) as LoadedModule;
  return typeof transaction === 'boolean' ? transaction : !settings.disableTransactions;
}
