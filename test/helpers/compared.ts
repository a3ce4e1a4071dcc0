/** Comparing the rows of a real pair in tests: side a is the active, b the passive. */
import type { ExecutionContext } from 'ava';
import { detectFlavor, versionQuery } from '../../src/flavor/detect.js';
import type { PairOptions } from '../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import { readStructure } from '../../src/server/catalog.js';
import { type Session, withSession } from '../../src/server/connection.js';
import { compareRows, type RowsComparison } from '../../src/verify/compare-rows.js';
import { sessionOn, withPair } from './servers.js';
import { until } from './until.js';

/** What runs under a comparison must not wait for disks. Compared servers are never killed. */
const hasty: PairOptions = {
  bufferPoolMiB: 128,
  serverOptions: { 'sync-binlog': '0', 'innodb-flush-log-at-trx-commit': '0' },
};

export type ComparedPair = {
  readonly pair: Sandbox;
  /** Root on the active. */
  readonly a: Session;
  /** Root on the passive, in a session that is not binlogged: how a passive goes astray. */
  readonly b: Session;
};

/** A pair on which `statements` have run on the active and reached the passive. */
export async function comparedPair(
  t: ExecutionContext,
  statements: readonly string[],
): Promise<ComparedPair> {
  const pair = await withPair(t, hasty);
  const [a, b] = await Promise.all([sessionOn(t, pair, 'a'), sessionOn(t, pair, 'b')]);
  await b.send('SET SESSION sql_log_bin = 0');
  for (const session of [a, b]) await session.send('USE app');
  for (const sql of statements) await a.send(sql);
  await caughtUp({ a, b });
  return { pair, a, b };
}

/** Waits until the passive has applied what the active has now. */
export async function caughtUp({ a, b }: Pick<ComparedPair, 'a' | 'b'>): Promise<void> {
  const position = (await a.row('SELECT @@global.gtid_binlog_pos AS p'))?.p;
  await until('caught up', async () => (await b.row('SELECT @@global.gtid_slave_pos AS p'))?.p === position);
}

/** Looks as a run does: with the least account. */
export async function compare(pair: Sandbox, ...tables: readonly string[]): Promise<RowsComparison> {
  const [active, passive] = [await pair.endpoint('a', 'dbshift'), await pair.endpoint('b', 'dbshift')];
  const read = (endpoint: typeof active) =>
    withSession(endpoint, session => readStructure(session, pair.database));
  return compareRows({
    endpoints: { active, passive },
    flavor: await withSession(active, flavorOf),
    database: pair.database,
    tables,
    structures: { active: await read(active), passive: await read(passive) },
    report: () => undefined,
  });
}

/** `changed id = 5`, sorted. */
export async function differences(pair: Sandbox, table: string): Promise<readonly string[]> {
  const { differences: found } = await compare(pair, table);
  return found.map(({ kind, key }) => (key === null ? kind : `${kind} ${key}`)).sort();
}

async function flavorOf(session: Session) {
  const row = await session.row<{ version: string; comment: string }>(versionQuery);
  return detectFlavor(session.label, row ?? { version: '', comment: '' });
}
