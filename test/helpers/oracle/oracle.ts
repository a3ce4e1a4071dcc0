/**
 * The one oracle: writers, a sampler and the servers' own logs around whatever is done to a pair, and one verdict at
 * the end. It asks the servers and the writers, never the program under test.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Side, sides } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { Session } from '../../../src/server/connection.js';
import { readBinlogOrigins } from './binlog-origins.js';
import { type Expected, expectRows } from './expect-rows.js';
import { inspectEnd, type Roots, waitSettled } from './inspect-end.js';
import { isLocked } from './is-locked.js';
import { judgeRows, type RowVerdict } from './judge-rows.js';
import { longestGap, measurePauses, type Pause } from './pauses.js';
import { forkProgram } from './program.js';
import {
  closedByDeath,
  countOpenings,
  judgeReadOnlyLog,
  type ReadOnlyChange,
  readReadOnlyLog,
  startReadOnlyLog,
} from './read-only-log.js';
import { readRows } from './read-rows.js';
import type { SamplerInput, Samples } from './sampler.js';
import { startWriters, type Writers } from './start-writers.js';
import type { Workload } from './workload.js';
import type { Attempt } from './write-log.js';

export type Oracle = {
  readonly writers: Writers;
  /** To be called when a server is dead: nobody writes there, and it boots read-only. */
  died(side: Side): void;
  /** Ends writers and sampler, waits until both servers have the same transactions, and judges. */
  judge(): Promise<Verdict>;
  /** Ends what still runs, for a test that failed. */
  abandon(): Promise<void>;
};

export type Verdict = {
  /** Sentences, each about something that must not be. Empty when all is well. */
  readonly findings: readonly string[];
  /** One for each flip that clients saw. */
  readonly pauses: readonly Pause[];
  /** The longest time in ms in which no write was acknowledged. */
  readonly longestGapMs: number;
  readonly outcomes: Expected['outcomes'];
  readonly rows: Readonly<Record<Side, number>>;
  readonly samples: Samples;
};

export type OracleOptions = {
  readonly sandbox: Sandbox;
  /** Its table is there and filled, on both servers. */
  readonly workload: Workload;
  /** Sessions of the administrator; closed by who opened them. */
  readonly roots: Roots;
};

/** Begins to watch and to write. All writers are connected when this resolves. */
export async function startOracle(options: OracleOptions): Promise<Oracle> {
  const { sandbox, workload, roots } = options;
  for (const side of sides) await startReadOnlyLog(roots[side]);
  const locked = await isLocked(roots.b);
  const endpoints = { a: await sandbox.endpoint('a', 'app'), b: await sandbox.endpoint('b', 'app') };
  const program = new URL('../../../bundle/tests/sampler.js', import.meta.url);
  const sampler = await forkProgram<SamplerInput, Samples>(program, {
    endpoints,
    pauseMs: workload.lookMs ?? 3,
  });
  const folder = join(sandbox.folder, 'writers');
  await mkdir(folder);
  const deaths: ReadOnlyChange[] = [];
  const writers = await startWriters(sandbox, workload, folder);
  return {
    writers,
    died: side => void deaths.push(closedByDeath(side)),
    judge: async () => {
      await writers.stop();
      const unsettled = await waitSettled(roots).then(
        () => [],
        ({ message }: Error) => [message],
      );
      await sampler.stop();
      const samples = sampler.latest();
      if (samples === null) throw new Error('the sampler looked at nothing');
      return judge(options, { logs: writers.logs(), samples, unsettled, locked, deaths });
    },
    abandon: async () => void (await Promise.all([writers.kill(), sampler.kill()])),
  };
}

type Evidence = {
  readonly logs: readonly (readonly Attempt[])[];
  readonly samples: Samples;
  /** Why the two servers did not come to the same transactions. */
  readonly unsettled: readonly string[];
  /** Whether privileged accounts were locked out of the passive at the beginning. */
  readonly locked: boolean;
  readonly deaths: readonly ReadOnlyChange[];
};

async function judge(
  options: OracleOptions,
  { logs, samples, unsettled, locked, deaths }: Evidence,
): Promise<Verdict> {
  const { sandbox, roots } = options;
  const expected = expectRows(logs);
  const pauses = measurePauses(logs);
  const actives: readonly Side[] = ['a', ...pauses.map(({ to }) => to)];
  const a = await judgeSide(options, expected, 'a');
  const b = await judgeSide(options, expected, 'b');
  const same = JSON.stringify(a.settled) === JSON.stringify(b.settled);
  const findings = [
    ...unsettled,
    ...someOf('wrong answer', expected.wrongAnswers),
    ...describeRows('a', a),
    ...describeRows('b', b),
    ...(same ? [] : ['writes of unknown outcome turned out differently on a and b']),
    ...samples.bothWritable.map(at => `both servers were writable at ${new Date(at).toISOString()}`),
    ...(await judgeOrigins(roots, actives)),
    ...(await judgeOpenings(roots, { actives, deaths })),
    ...(await inspectEnd(roots, { database: sandbox.database, active: actives.at(-1) ?? 'a', locked })),
  ];
  return {
    findings,
    pauses,
    longestGapMs: longestGap(logs),
    outcomes: expected.outcomes,
    rows: { a: a.rows, b: b.rows },
    samples,
  };
}

async function judgeSide(
  { sandbox, workload, roots }: OracleOptions,
  expected: Expected,
  side: Side,
): Promise<RowVerdict> {
  const stored = readRows(roots[side], `${sandbox.database}.${workload.table}`);
  return judgeRows(stored, { expected, workload });
}

/** A handful of each kind: thousands of lost rows are one mistake. */
const examples = 5;

function describeRows(side: Side, { rows: _, settled: __, ...lists }: RowVerdict): readonly string[] {
  return Object.entries(lists).flatMap(([kind, found]) => someOf(`${kind} on ${side}`, found));
}

function someOf(kind: string, found: readonly string[]): readonly string[] {
  return [
    ...found.slice(0, examples).map(what => `${kind}: ${what}`),
    ...(found.length > examples ? [`${kind}: ${found.length - examples} more`] : []),
  ];
}

async function judgeOrigins(roots: Roots, actives: readonly Side[]): Promise<readonly string[]> {
  const ids = { a: await readServerId(roots.a), b: await readServerId(roots.b) };
  const wanted = actives.map(side => ids[side]).join(' ');
  const found: string[] = [];
  for (const side of sides) {
    const origins = (await readBinlogOrigins(roots[side])).join(' ');
    if (origins !== wanted)
      found.push(`the binlog of ${side} has transactions of servers ${origins}, clients saw ${wanted}`);
  }
  return found;
}

async function judgeOpenings(
  roots: Roots,
  { actives, deaths }: Pick<Evidence, 'deaths'> & { readonly actives: readonly Side[] },
): Promise<readonly string[]> {
  const said = [...(await readReadOnlyLog(roots.a, 'a')), ...(await readReadOnlyLog(roots.b, 'b'))];
  const changes = [...said, ...deaths];
  const openings = countOpenings(changes);
  const missed = sides.filter(
    side => openings[side] < actives.slice(1).filter(active => active === side).length,
  );
  return [
    ...judgeReadOnlyLog(changes, 'a'),
    ...missed.map(side => `the log of ${side} does not have all of its openings`),
  ];
}

async function readServerId(session: Session): Promise<number> {
  return Number((await session.row<{ id: number }>('SELECT @@server_id AS id'))?.id);
}
