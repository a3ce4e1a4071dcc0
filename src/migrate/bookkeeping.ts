/**
 * The exact SQL texts of the migration records. Pure: it says what to send, and to which table a migration
 * belongs, and sends nothing itself.
 *
 * Two tables, because knex reads every row of its own one as a file in its directory and calls the directory
 * corrupt when one is missing there:
 * - knex's table holds what the knex CLI itself would list, in knex's own form;
 * - `dbshift_migrations` holds every migration that this program ran, with the checksum of its file.
 *
 * Ids are explicit: the two servers of a pair have different `auto_increment_offset`s, and the rows must be the
 * same on both. Times are absolute, so that they do not depend on a session's time zone.
 */
import { extname } from 'node:path';
import type { MigrationKind } from '../plan/plan.js';
import { quoteIdentifier, quoteString } from '../sql/identifier.js';
import { lockTableName, type MigrationSettings } from './migration-settings.js';
import type { Recorded } from './recorded.js';

export const checksumTable = 'dbshift_migrations';

/** knex takes its lock with `… set is_locked = 1 where is_locked = 0`; 2 keeps it out and says who holds it. */
export const runLockValue = 2;

/** Where and when a migration ran, the same for both servers. */
export type RecordStamp = {
  /** Id in knex's table; used only where `standsInKnexTable`. */
  readonly knexId: number;
  /** The same number in both tables. */
  readonly batch: number;
  /** Whole seconds since 1970, UTC. */
  readonly time: number;
};

/** Whether the knex CLI lists this file, so that its name belongs in knex's table. By default `.mjs` is not listed. */
export function standsInKnexTable(name: string, settings: MigrationSettings): boolean {
  return extname(name) !== '.sql' && settings.knexExtensions.includes(extname(name));
}

/** First free id in knex's table and the batch of a new run: one more than the highest on either server. */
export function nextStamp(recorded: readonly Recorded[]): Pick<RecordStamp, 'knexId' | 'batch'> {
  const knex = recorded.flatMap(one => one.knex ?? []);
  const batches = [...knex, ...recorded.flatMap(one => one.checksums ?? [])].map(({ batch }) => batch);
  return {
    knexId: Math.max(0, ...knex.map(({ id }) => id)) + 1,
    batch: Math.max(0, ...batches) + 1,
  };
}

/** Statements that record one migration as done. They are sent in one transaction with its rows, if it has any. */
export function recordStatements(
  migration: { readonly name: string; readonly kind: MigrationKind; readonly checksum: string },
  stamp: RecordStamp,
  settings: MigrationSettings,
): readonly string[] {
  const { name, kind, checksum } = migration;
  const time = `from_unixtime(${stamp.time})`;
  const own = [quoteString(name), quoteString(kind), quoteString(checksum), stamp.batch, time].join(', ');
  const knex = [stamp.knexId, quoteString(name), stamp.batch, time].join(', ');
  return [
    ...(standsInKnexTable(name, settings)
      ? [
          `insert into ${quoteIdentifier(settings.tableName)} (\`id\`, \`name\`, \`batch\`, \`migration_time\`) values (${knex})`,
        ]
      : []),
    // REPLACE: after a rollback by the knex CLI only our own row is still there.
    `replace into ${quoteIdentifier(checksumTable)} (\`name\`, \`kind\`, \`checksum\`, \`batch\`, \`migration_time\`) values (${own})`,
  ];
}

/**
 * Statements that make the tables a server lacks; empty when it has all. knex's two are word for word what knex
 * 3.3 sends (compared on a real server), but for the lock row: its index is explicit, and the run that makes it holds it.
 */
export function tableStatements(settings: MigrationSettings, recorded: Recorded): readonly string[] {
  const lockTable = quoteIdentifier(lockTableName(settings));
  const noTable = recorded.lock === 'no-table';
  return [
    ...(recorded.knex === null ? [knexTable(settings)] : []),
    ...(noTable ? [knexLockTable(settings)] : []),
    ...(recorded.checksums === null ? [ownTable] : []),
    ...(noTable || recorded.lock === 'no-row'
      ? [`insert into ${lockTable} (\`index\`, \`is_locked\`) values (1, ${runLockValue})`]
      : []),
  ];
}

/** Keeps a knex CLI from running anything while a run is open. */
export function holdKnexLock(settings: MigrationSettings): string {
  return `update ${quoteIdentifier(lockTableName(settings))} set \`is_locked\` = ${runLockValue}`;
}

/** Gives knex's lock back, and only if it is ours. */
export function releaseKnexLock(settings: MigrationSettings): string {
  const table = quoteIdentifier(lockTableName(settings));
  return `update ${table} set \`is_locked\` = 0 where \`is_locked\` = ${runLockValue}`;
}

function knexTable(settings: MigrationSettings): string {
  const columns = [
    '`id` int unsigned not null auto_increment primary key',
    '`name` varchar(255)',
    '`batch` int',
    '`migration_time` timestamp',
  ];
  return `create table ${quoteIdentifier(settings.tableName)} (${columns.join(', ')})${knexTableOptions(settings)}`;
}

function knexLockTable(settings: MigrationSettings): string {
  const columns = ['`index` int unsigned not null auto_increment primary key', '`is_locked` int'];
  return `create table ${quoteIdentifier(lockTableName(settings))} (${columns.join(', ')})${knexTableOptions(settings)}`;
}

/** knex appends the character set of its connection to every CREATE TABLE, its own tables included. */
function knexTableOptions({ knex: { charset, collate } }: MigrationSettings): string {
  return `${charset === undefined ? '' : ` default character set ${charset}`}${collate === undefined ? '' : ` collate ${collate}`}`;
}

/** Names are file names: compared byte by byte, whatever the collation of the database. */
const ownTable = `create table ${quoteIdentifier(checksumTable)} (${[
  '`name` varchar(255) not null primary key',
  '`kind` varchar(8) not null',
  '`checksum` char(64) not null',
  '`batch` int not null',
  '`migration_time` timestamp null',
].join(', ')}) engine = InnoDB default character set utf8mb4 collate utf8mb4_bin`;
