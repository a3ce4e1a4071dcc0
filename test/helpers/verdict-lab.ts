/**
 * Tries a change of structure between two real co-masters the way a flip does: the passive gets the DDL alone,
 * unlogged; the active goes on writing; then the active gets the DDL too, and both must have the same rows.
 */
import type { Flavor } from '../../src/flavor/flavor.js';
import type { GtidSet } from '../../src/gtid/gtid-set.js';
import { judgeBatch } from '../../src/plan/judge-batch.js';
import type { TableVerdict } from '../../src/plan/plan.js';
import type { Structure } from '../../src/plan/structure.js';
import { readApplier } from '../../src/run/read-applier.js';
import { bringUpPair } from '../../src/sandbox/bring-up-pair.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { readStructure } from '../../src/server/catalog.js';
import type { Row, Session } from '../../src/server/connection.js';
import { ServerError } from '../../src/server/server-error.js';
import { flavorOf } from './flavors.js';
import { shared } from './shared.js';
import { until } from './until.js';

/** `differs` is what must never happen to a change that was said to apply. */
export type Outcome = 'equal' | 'differs' | 'stopped' | 'second leg fails';

export type VerdictCase = {
  readonly title: string;
  /** On both servers before the change. The tables are `t` and, where there are parents, `p`. */
  readonly create: readonly string[];
  /** On the passive first, on the active at the end. */
  readonly ddl: readonly string[];
  /** On the active, while it still has the old structure. */
  readonly writes: readonly string[];
  /** Instead of the conversions that the verdict asks for: to see what a refusal is good for. */
  readonly conversions?: string;
};

export type Trial = {
  readonly verdicts: readonly TableVerdict[];
  readonly outcome: Outcome;
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

export async function tryVerdict(lab: Lab, known: VerdictCase): Promise<Trial> {
  try {
    return await tryOnce(lab, known);
  } finally {
    await cleanUp(lab);
  }
}

async function tryOnce(lab: Lab, { create, ddl, writes, conversions }: VerdictCase): Promise<Trial> {
  const { active, passive, flavor } = lab;
  await sendAll(active, create);
  await caughtUp(lab);
  await sendAll(passive, flavor.stopApplier());
  const verdicts = await migratePassive(lab, ddl);
  await sendAll(passive, flavor.setConversions(conversions ?? conversionsOf(verdicts)));
  await sendAll(passive, flavor.startReplication());
  await sendAll(active, writes);
  const errno = await caughtUp(lab);
  const trial = errno === null ? await migrateActive(lab, ddl) : stopped(errno);
  return { verdicts, ...trial };
}

async function migratePassive({ active, passive, flavor, database }: Lab, ddl: readonly string[]) {
  const before = await readStructure(passive, database);
  const statements: { sql: string; after: Structure }[] = [];
  await passive.send('SET sql_log_bin = 0');
  for (const sql of ddl) {
    await passive.send(sql);
    statements.push({ sql, after: await readStructure(passive, database) });
  }
  return judgeBatch({ before, statements, applier: await readApplier(flavor, active) });
}

function conversionsOf(verdicts: readonly TableVerdict[]): string {
  const all = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'applies-with-conversion' ? verdict.conversions : [],
  );
  return [...new Set(all)].join();
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

async function migrateActive(lab: Lab, ddl: readonly string[]) {
  const { active, passive } = lab;
  await active.send('SET sql_log_bin = 0');
  try {
    await sendAll(active, ddl);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { outcome: 'second leg fails' as const, errno: error.errno, difference: [] };
  }
  const [ours, theirs] = [await readRows(active), await readRows(passive)];
  const at = ours.findIndex((row, index) => row !== theirs[index]);
  const equal = at === -1 && ours.length === theirs.length;
  return {
    outcome: equal ? ('equal' as const) : ('differs' as const),
    errno: null,
    difference: equal ? [] : [ours[at], theirs[at]],
  };
}

/** Rows of `t` as texts, in any order: a table may have no key. */
async function readRows(session: Session): Promise<readonly string[]> {
  const rows = await session.rows<Row>('SELECT * FROM t');
  return rows.map(row => JSON.stringify(row)).sort();
}

function stopped(errno: number) {
  return { outcome: 'stopped' as const, errno, difference: [] };
}

/** Whatever became of a case, the next one finds two servers without tables, and a passive that is up to date. */
async function cleanUp(lab: Lab): Promise<void> {
  const { active, passive, flavor } = lab;
  const healthy = (await errorOf(passive, flavor)) === null;
  if (!healthy) await sendAll(passive, stopReplication(flavor));
  for (const session of [active, passive]) {
    await sendAll(session, ['SET sql_log_bin = 0', 'DROP TABLE IF EXISTS t, p', 'SET sql_log_bin = 1']);
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
