/** Comparing the rows of a real pair in tests: side a is the active, b the passive. */
import type { ExecutionContext } from 'ava';
import { detectFlavor, versionQuery } from '../../src/flavor/detect.js';
import type { PairOptions } from '../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { readStructure } from '../../src/server/catalog.js';
import { type Session, withSession } from '../../src/server/connection.js';
import {
  type ComparisonLimits,
  compareRows,
  type RowsComparison,
  type RowsToCompare,
} from '../../src/verify/compare-rows.js';
import { executedOn } from './executed-on.js';
import { sessionOn, sharedPair } from './servers.js';
import { until } from './until.js';

/** What runs under a comparison must not wait for disks. Compared servers are never killed. */
const hasty: PairOptions = {
  bufferPoolMiB: 128,
  serverOptions: { 'sync-binlog': '0', 'innodb-flush-log-at-trx-commit': '0' },
};

export type ComparedPair = {
  readonly pair: Sandbox;
  readonly image: ServerImage;
  /** Root on the active. */
  readonly a: Session;
  /** Root on the passive, in a session that is not binlogged: how a passive goes astray. */
  readonly b: Session;
};

type Compared = (
  t: ExecutionContext,
  image: ServerImage,
  statements: readonly string[],
) => Promise<ComparedPair>;

/**
 * Call at the top of a file. Gives every test the pair of its image, with nothing in its database but what the
 * test's own `statements` have made on the active, and that on the passive as well.
 */
export function comparedPairs(): Compared {
  const pairOf = sharedPair(hasty);
  return async (t, image, statements) => {
    const pair = await pairOf(t, image);
    const [a, b] = await Promise.all([sessionOn(t, pair, 'a'), sessionOn(t, pair, 'b')]);
    for (const session of [a, b]) await makeEmpty(session);
    await a.send('SET SESSION sql_log_bin = 1');
    for (const sql of statements) await a.send(sql);
    await caughtUp({ image, a, b });
    return { pair, image, a, b };
  };
}

async function makeEmpty(session: Session): Promise<void> {
  for (const sql of ['SET SESSION sql_log_bin = 0', 'DROP DATABASE app', 'CREATE DATABASE app', 'USE app'])
    await session.send(sql);
}

/** Waits until the passive has applied what the active has now. */
export async function caughtUp({ image, a, b }: Pick<ComparedPair, 'image' | 'a' | 'b'>): Promise<void> {
  const written = await executedOn(a, image);
  await until('caught up', async () => (await executedOn(b, image)).contains(written));
}

/** Looks as a run does: with the least account. */
export async function compare(pair: Sandbox, ...tables: readonly string[]): Promise<RowsComparison> {
  return compareWith(pair, tables);
}

type Extra = Partial<Pick<RowsToCompare, 'sample' | 'signal' | 'report'>> & {
  readonly limits?: Partial<ComparisonLimits>;
};

const limits: ComparisonLimits = { lagMs: 5000, statements: 1000, stallMs: 60_000, lockMs: 500 };

export async function compareWith(
  pair: Sandbox,
  tables: readonly string[],
  { limits: own = {}, ...extra }: Extra = {},
): Promise<RowsComparison> {
  const [active, passive] = [await pair.endpoint('a', 'dbshift'), await pair.endpoint('b', 'dbshift')];
  const read = (endpoint: typeof active) =>
    withSession(endpoint, session => readStructure(session, pair.database));
  const structures = { active: await read(active), passive: await read(passive) };
  const flavor = await withSession(active, flavorOf);
  return withSession(passive, applier =>
    compareRows({
      ...{ endpoints: { active, passive }, flavor, applier, database: pair.database, tables, structures },
      report: () => undefined,
      limits: { ...limits, ...own },
      ...extra,
    }),
  );
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
