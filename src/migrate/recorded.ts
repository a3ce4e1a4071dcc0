/**
 * Reads what a server has recorded about migrations. It writes nothing and takes no lock: knex's own
 * `migrate.list()` creates the tables when they are missing, so it is never called.
 */
import type { MigrationKind } from '../plan/plan.js';
import type { Session } from '../server/connection.js';
import { quoteName } from '../sql/identifier.js';
import { checksumTable, runLockValue } from './bookkeeping.js';
import { lockTableName, type MigrationSettings } from './migration-settings.js';

/** A row of knex's own table. `time` is in seconds since 1970 (UTC), null when knex was told no time. */
export type KnexRecord = {
  readonly id: number;
  readonly name: string;
  readonly batch: number;
  readonly time: number | null;
};

/** A row of our own table: every migration that this program ran, with the checksum its file had then. */
export type ChecksumRecord = {
  readonly name: string;
  readonly kind: MigrationKind;
  readonly checksum: string;
  readonly batch: number;
  readonly time: number | null;
};

/** Who holds knex's lock row: nobody, a knex CLI (also a crashed one), or a run of this program. */
export type KnexLock = 'no-table' | 'no-row' | 'free' | 'knex' | 'dbshift';

export type Recorded = {
  /** In the order in which they ran. Null when the server has no such table. */
  readonly knex: readonly KnexRecord[] | null;
  readonly checksums: readonly ChecksumRecord[] | null;
  readonly lock: KnexLock;
};

/** What one server has recorded in `database`. A missing table means that nothing is recorded. */
export async function readRecorded(
  session: Session,
  database: string,
  settings: MigrationSettings,
): Promise<Recorded> {
  const lockTable = lockTableName(settings);
  const wanted = [settings.tableName, lockTable, checksumTable];
  const found = await session.rows<{ readonly name: string }>(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME IN (?)',
    [database, wanted],
  );
  const names = new Set(found.map(({ name }) => name));
  const qualified = (table: string) => quoteName(database, table);
  return {
    knex: names.has(settings.tableName) ? await readKnex(session, qualified(settings.tableName)) : null,
    checksums: names.has(checksumTable) ? await readChecksums(session, qualified(checksumTable)) : null,
    lock: names.has(lockTable) ? await readLock(session, qualified(lockTable)) : 'no-table',
  };
}

/** UNIX_TIMESTAMP is the same number whatever the time zone of the session. */
const time = 'CAST(UNIX_TIMESTAMP(migration_time) AS SIGNED) AS time';

function readKnex(session: Session, table: string): Promise<readonly KnexRecord[]> {
  return session.rows<KnexRecord>(`SELECT id, name, batch, ${time} FROM ${table} ORDER BY id`);
}

function readChecksums(session: Session, table: string): Promise<readonly ChecksumRecord[]> {
  return session.rows<ChecksumRecord>(
    `SELECT name, kind, checksum, batch, ${time} FROM ${table} ORDER BY batch, name`,
  );
}

async function readLock(session: Session, table: string): Promise<KnexLock> {
  const row = await session.row<{ readonly held: number | null }>(
    `SELECT MAX(is_locked) AS held FROM ${table}`,
  );
  if (row === undefined || row.held === null) return 'no-row';
  if (row.held === 0) return 'free';
  return row.held === runLockValue ? 'dbshift' : 'knex';
}
