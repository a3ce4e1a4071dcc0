/**
 * Tries a change of structure between two real co-masters the way a flip does: the passive gets the DDL alone,
 * unlogged; the active goes on writing; then the active gets the DDL too, and both must have the same rows.
 */
import { judgeBatch } from '../../src/plan/judge-batch.js';
import type { TableVerdict } from '../../src/plan/plan.js';
import type { Structure } from '../../src/plan/structure.js';
import { readStructure } from '../../src/server/catalog.js';
import type { Row, Session } from '../../src/server/connection.js';
import { ServerError } from '../../src/server/server-error.js';
import { mariadbApplier } from './structures.js';
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
};

export type Trial = {
  readonly verdicts: readonly TableVerdict[];
  readonly outcome: Outcome;
  readonly errno: number | null;
  /** The first row that differs, on the active and on the passive. */
  readonly difference: readonly unknown[];
};

export type Lab = { readonly active: Session; readonly passive: Session; readonly database: string };

export async function tryVerdict(lab: Lab, known: VerdictCase): Promise<Trial> {
  try {
    return await tryOnce(lab, known);
  } finally {
    await cleanUp(lab);
  }
}

async function tryOnce(lab: Lab, { create, ddl, writes }: VerdictCase): Promise<Trial> {
  await sendAll(lab.active, create);
  await caughtUp(lab);
  await lab.passive.send('STOP SLAVE SQL_THREAD');
  const verdicts = await migratePassive(lab, ddl);
  await lab.passive.send(`SET GLOBAL slave_type_conversions = '${conversionsOf(verdicts)}'`);
  await lab.passive.send('START SLAVE SQL_THREAD');
  await sendAll(lab.active, writes);
  const errno = await caughtUp(lab);
  const trial = errno === null ? await migrateActive(lab, ddl) : stopped(errno);
  return { verdicts, ...trial };
}

async function migratePassive({ passive, database }: Lab, ddl: readonly string[]) {
  const before = await readStructure(passive, database);
  const statements: { sql: string; after: Structure }[] = [];
  await passive.send('SET sql_log_bin = 0');
  for (const sql of ddl) {
    await passive.send(sql);
    statements.push({ sql, after: await readStructure(passive, database) });
  }
  return judgeBatch({ before, statements, applier: mariadbApplier });
}

function conversionsOf(verdicts: readonly TableVerdict[]): string {
  const all = verdicts.flatMap(({ verdict }) =>
    verdict.kind === 'applies-with-conversion' ? verdict.conversions : [],
  );
  return [...new Set(all)].join();
}

/** Null when the passive has applied everything, else the error at which its applier stopped. */
async function caughtUp({ active, passive }: Lab): Promise<number | null> {
  const written = await active.row('SELECT @@gtid_binlog_pos AS gtid');
  return until(
    'the passive applies or stops',
    async () => {
      const applied = await passive.row('SELECT @@gtid_slave_pos AS gtid');
      if (applied?.gtid === written?.gtid) return null;
      const status = await passive.row('SHOW SLAVE STATUS');
      const stopped = status?.Slave_SQL_Running === 'No' && Number(status.Last_SQL_Errno) !== 0;
      return stopped && Number(status.Last_SQL_Errno);
    },
    { everyMs: 2 },
  );
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
async function cleanUp({ active, passive }: Lab): Promise<void> {
  const status = await passive.row('SHOW SLAVE STATUS');
  const healthy = status?.Slave_SQL_Running === 'Yes';
  if (!healthy) await passive.send('STOP SLAVE');
  for (const session of [active, passive]) {
    await sendAll(session, ['SET sql_log_bin = 0', 'DROP TABLE IF EXISTS t, p', 'SET sql_log_bin = 1']);
  }
  if (healthy) return;
  const written = await active.row('SELECT @@gtid_binlog_pos AS gtid');
  await sendAll(passive, [`SET GLOBAL gtid_slave_pos = '${written?.gtid}'`, 'START SLAVE']);
}

async function sendAll(session: Session, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await session.send(sql);
}
