/**
 * Tries a change of structure between two real co-masters the way a flip does. Old to new: the passive gets the DDL
 * alone, unlogged; the active goes on writing; then it gets the DDL too. New to old: the active has the change already
 * and the passive has not; then the change is taken back on the active. At the end both must have the same rows.
 */
import type { Flavor } from '../../src/flavor/flavor.js';
import type { GtidSet } from '../../src/gtid/gtid-set.js';
import { bringUpPair } from '../../src/sandbox/bring-up-pair.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Row, Session } from '../../src/server/connection.js';
import { ServerError } from '../../src/server/server-error.js';
import { flavorOf } from './flavors.js';
import { shared } from './shared.js';
import { until } from './until.js';
import type { VerdictCase } from './verdict-case.js';
import { type SeenStructures, seeStructures, undoOf } from './verdict-structures.js';
import type { Outcome, Trial } from './verdict-trials.js';

export type Finding = {
  readonly outcome: Outcome;
  /** At which the applier stopped, or the second leg failed. */
  readonly errno: number | null;
  /** The first row that differs, on the active and on the passive. */
  readonly difference: readonly unknown[];
};

export type Lab = {
  readonly active: Session;
  readonly passive: Session;
  readonly flavor: Flavor;
  readonly database: string;
};

/** Call at the top of a file: gives every test the same lab of its image. */
export function verdictLab(
  serverOptions: Readonly<Record<string, string>> = {},
): (image: ServerImage) => Promise<Lab> {
  return shared(async image => {
    const pair = await bringUpPair({ image, serverOptions });
    const [active, passive] = [await pair.root('a'), await pair.root('b')];
    for (const session of [active, passive]) {
      await session.rows('USE ??', [pair.database]);
      // Zero dates are allowed, and time stands still, so that what a server fills in is the same on both.
      await session.send(
        "SET sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', timestamp = 1800000000",
      );
      // Hundreds of small DDL statements: what they prove does not depend on fsync.
      await session.send('SET GLOBAL sync_binlog = 0');
      await session.send('SET GLOBAL innodb_flush_log_at_trx_commit = 2');
    }
    const end = async () => {
      await Promise.all([active.close(), passive.close()]);
      await pair.down();
    };
    return { value: { active, passive, flavor: flavorOf(image), database: pair.database }, end };
  });
}

/** What becomes of the rows. `seen` are the structures of the case on such a server. */
export async function tryVerdict(
  lab: Lab,
  known: VerdictCase,
  { trial, seen }: { readonly trial: Trial; readonly seen: SeenStructures },
): Promise<Finding> {
  const { active, passive, flavor } = lab;
  const forward = trial.direction === 'old→new';
  try {
    await sendAll(active, known.create);
    await caughtUp(lab);
    const seeded = await seededIds(active);
    await sendAll(passive, flavor.stopApplier());
    await unlogged(forward ? passive : active, known.ddl);
    await sendAll(passive, flavor.setConversions(trial.conversions));
    await sendAll(passive, flavor.startReplication());
    await active.send(`SET SESSION binlog_row_image = ${trial.rowImage}`);
    await leniently(active, forward ? known.writes : (known.back ?? []));
    const errno = await caughtUp(lab);
    if (errno !== null) return { outcome: 'stopped', errno, difference: [] };
    const lost = forward ? [] : (known.lost ?? []);
    return await compareAfter(lab, { leg: forward ? known.ddl : undoOf(known, seen), lost, seeded });
  } finally {
    await cleanUp(lab);
  }
}

/** The structures of a case, as this server shows them. */
export async function structuresIn(lab: Lab, known: VerdictCase): Promise<SeenStructures> {
  try {
    await lab.active.send('SET sql_log_bin = 0');
    return await seeStructures(lab.active, lab.database, known);
  } finally {
    await cleanUp(lab);
  }
}

/** As an application without a strict mode: it may leave out any column. */
async function leniently(session: Session, statements: readonly string[]): Promise<void> {
  await session.send("SET @strict = @@sql_mode, sql_mode = ''");
  await sendAll(session, [...statements, 'SET sql_mode = @strict']);
}

async function unlogged(session: Session, statements: readonly string[]): Promise<void> {
  await sendAll(session, ['SET sql_log_bin = 0', ...statements, 'SET sql_log_bin = 1']);
}

/** Null when the passive has applied everything, else the error at which its applier stopped. */
async function caughtUp({ active, passive, flavor }: Lab): Promise<number | null> {
  const written = await executed(active, flavor);
  return until(
    'the passive applies or stops',
    async () =>
      (await executed(passive, flavor)).contains(written)
        ? null
        : ((await errorOf(passive, flavor)) ?? false),
    { everyMs: 2 },
  );
}

async function executed(session: Session, { serverQuery, readServer }: Flavor): Promise<GtidSet> {
  return readServer((await session.row(serverQuery)) ?? {}).executed;
}

/** The error of the thread that met it: on MySQL a worker, of which the status tells only where it happened. */
async function errorOf(passive: Session, { replicationQuery }: Flavor): Promise<number | null> {
  const status = await passive.row(replicationQuery);
  const errno = Number(status?.Last_SQL_Errno);
  const running = status?.Slave_SQL_Running ?? status?.Replica_SQL_Running;
  return running === 'No' && errno !== 0 ? errno : null;
}

type LastLeg = {
  readonly leg: readonly string[];
  /** Columns that rows which were there before cannot be compared by. */
  readonly lost: readonly string[];
  readonly seeded: ReadonlySet<unknown>;
};

async function compareAfter({ active, passive }: Lab, { leg, lost, seeded }: LastLeg): Promise<Finding> {
  try {
    await unlogged(active, leg);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { outcome: 'second leg fails', errno: error.errno, difference: [] };
  }
  const told = (row: Row) =>
    JSON.stringify(row, (column, value) => (lost.includes(column) && seeded.has(row.id) ? undefined : value));
  const [ours, theirs] = [await readRows(active, told), await readRows(passive, told)];
  const at = ours.findIndex((row, index) => row !== theirs[index]);
  const equal = at === -1 && ours.length === theirs.length;
  return {
    outcome: equal ? 'equal' : 'differs',
    errno: null,
    difference: equal ? [] : [ours[at], theirs[at]],
  };
}

async function seededIds(active: Session): Promise<ReadonlySet<unknown>> {
  return new Set((await active.rows('SELECT id FROM t')).map(({ id }) => id));
}

/**
 * Rows of all tables as texts, in any order: a table may have no key. Under a lock: rows of MyISAM are seen by others
 * only when the applier lets the table go, which is after its position is told (MariaDB 10.11, tested).
 */
async function readRows(session: Session, told: (row: Row) => string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const table of await tablesOf(session)) {
    await session.rows('LOCK TABLES ?? READ', [table]);
    const rows = await session.rows<Row>('SELECT * FROM ??', [table]);
    await session.send('UNLOCK TABLES');
    texts.push(...rows.map(row => `${table} ${told(row)}`));
  }
  return texts.sort();
}

async function tablesOf(session: Session): Promise<readonly string[]> {
  const rows = await session.rows(
    "SHOW FULL TABLES WHERE Table_type LIKE 'BASE TABLE' OR Table_type LIKE 'SYSTEM VERSIONED'",
  );
  return rows.map(row => String(Object.values(row)[0])).sort();
}

/** Whatever became of a case, the next one finds two servers without tables, and a passive that is up to date. */
async function cleanUp(lab: Lab): Promise<void> {
  const { active, passive, flavor } = lab;
  const healthy = (await errorOf(passive, flavor)) === null;
  if (!healthy) await sendAll(passive, stopReplication(flavor));
  for (const session of [active, passive]) {
    const drops = ['DROP EVENT IF EXISTS e', 'DROP TABLE IF EXISTS t, p, u'];
    await sendAll(session, ['SET sql_log_bin = 0', ...drops, 'SET sql_log_bin = 1']);
  }
  if (!healthy) await skipTo(lab);
}

function stopReplication({ name }: Flavor): readonly string[] {
  return [name === 'mariadb' ? 'STOP SLAVE' : 'STOP REPLICA'];
}

/** The passive takes for applied what the active has written. */
async function skipTo({ active, passive, flavor }: Lab): Promise<void> {
  if (flavor.name === 'mariadb') {
    const written = await active.row('SELECT @@gtid_binlog_pos AS gtid');
    await sendAll(passive, [`SET GLOBAL gtid_slave_pos = '${written?.gtid}'`]);
  } else {
    const written = await active.row('SELECT @@gtid_executed AS gtid');
    await passive.rows('SET @missing = GTID_SUBTRACT(?, @@GLOBAL.gtid_executed)', [written?.gtid]);
    await sendAll(passive, ['RESET REPLICA', "SET @@GLOBAL.gtid_purged = CONCAT('+', @missing)"]);
  }
  await sendAll(passive, flavor.startReplication());
}

async function sendAll(session: Session, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await session.send(sql);
}
