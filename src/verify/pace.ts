/**
 * Keeps a comparison from hurting: before each chunk it is asked whether the active has much to do or the passive falls
 * behind, and no snapshot is kept while that lasts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { GtidSet } from '../gtid/gtid-set.js';
import { type ComparedServers, readFacts } from './comparison.js';

export type PaceLimits = {
  /** The passive may be so far behind. */
  readonly lagMs: number;
  /** So many statements may run on the active at once. */
  readonly statements: number;
  /** After so long without a pause to work in, the comparison is given up. */
  readonly stallMs: number;
};

export type Pace = {
  /** What is too much now, as a sentence, or null. Asks the servers once a second at most. */
  trouble(): Promise<string | null>;
  /** Waits until nothing is too much and the passive has what the active has now. Throws FailedError. */
  calm(): Promise<void>;
};

const askEveryMs = 1000;
const pollMs = 5;

export function keepPace(servers: ComparedServers, limits: PaceLimits, tell: (why: string) => void): Pace {
  const lag = lagMeter(servers);
  let asked = { at: Number.NEGATIVE_INFINITY, why: null as string | null };
  const trouble = async (): Promise<string | null> => {
    if (performance.now() - asked.at < askEveryMs) return asked.why;
    const why = await findTrouble(servers, limits, lag);
    asked = { at: performance.now(), why };
    return why;
  };
  const calm = async (): Promise<void> => {
    const begun = performance.now();
    for (;;) {
      const why =
        (await trouble()) ?? (await longStatement(servers)) ?? (await followed(servers, limits.lagMs));
      if (why === null) return;
      tell(why);
      if (performance.now() - begun > limits.stallMs) throw givenUp(why, limits.stallMs);
      await sleep(askEveryMs);
    }
  };
  return { trouble, calm };
}

/** A statement of somebody else that runs now. */
const runs = "command IN ('Query', 'Execute') AND user <> 'system user' AND id <> CONNECTION_ID()";

async function findTrouble(
  { beside, flavor }: ComparedServers,
  limits: PaceLimits,
  lag: () => Promise<number>,
): Promise<string | null> {
  // Not Threads_running: MariaDB counts the idle workers of its applier in it.
  const row = await beside.active.row<{ n: number }>(
    `SELECT COUNT(*) AS n FROM ${flavor.processlist} WHERE ${runs}`,
  );
  if (Number(row?.n) > limits.statements)
    return `${row?.n} statements run on ${beside.active.label}, more than limits.verifyStatements (${limits.statements})`;
  const behind = await lag();
  if (behind > limits.lagMs)
    return `${beside.passive.label} is ${Math.round(behind)} ms behind, more than limits.verifyLagMs (${limits.lagMs})`;
  return null;
}

/** How long ago the active had what the passive has not yet, in ms: the age of the oldest mark that it lacks. */
function lagMeter({ beside, flavor }: ComparedServers): () => Promise<number> {
  let marks: readonly { readonly at: number; readonly executed: GtidSet }[] = [];
  return async () => {
    const mark = { at: performance.now(), executed: (await readFacts(beside.active, flavor)).executed };
    const { executed } = await readFacts(beside.passive, flavor);
    marks = [...marks, mark].filter(one => !executed.contains(one.executed));
    return marks[0] === undefined ? 0 : performance.now() - marks[0].at;
  };
}

/**
 * The global read lock waits for every statement that runs, and everybody's writes behind it; given up, it leaves the
 * tables of that statement closed to all until it ends (MySQL). So it is not even asked for while there is one.
 */
async function longStatement({ beside, flavor }: ComparedServers): Promise<string | null> {
  if (flavor.points.lock === null) return null;
  const row = await beside.active.row<{ id: number; user: string; time: number; info: string }>(
    `SELECT id, user, time, LEFT(info, 60) AS info FROM ${flavor.processlist}
  WHERE ${runs} AND time >= 1 ORDER BY time DESC LIMIT 1`,
  );
  if (row === undefined) return null;
  return `a statement takes long on ${beside.active.label} (connection ${row.id} of ${row.user}, ${row.time} s: ${row.info})`;
}

/** Null when the passive has what the active has now within that time: then its applier stands still for a moment only. */
async function followed({ beside, flavor }: ComparedServers, withinMs: number): Promise<string | null> {
  const { executed: wanted } = await readFacts(beside.active, flavor);
  const begun = performance.now();
  while (!(await readFacts(beside.passive, flavor)).executed.contains(wanted)) {
    if (performance.now() - begun > withinMs)
      return `${beside.passive.label} is more than limits.verifyLagMs (${withinMs}) behind`;
    await sleep(pollMs);
  }
  return null;
}

function givenUp(why: string, stallMs: number): FailedError {
  return new FailedError(`rows cannot be compared: for ${Math.round(stallMs / 1000)} s, ${why}`, {
    hint: 'run the same command again when the servers have less to do',
  });
}
