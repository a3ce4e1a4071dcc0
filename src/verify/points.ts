/** The points of a comparison, one after another: none is kept long, because undo grows as long as a snapshot is open. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedError } from '../errors.js';
import type { Session } from '../server/connection.js';
import type { ComparedServers } from './comparison.js';
import type { Pace } from './pace.js';
import type { ByRole } from './role.js';
import { type PointTaken, takePoint } from './take-point.js';

export type Points = {
  /** Sessions that show both sides at one point: the one that is open, or a new one when it is too old. */
  current(): Promise<ByRole<Session>>;
  /** The same at a new point, for what takes long. */
  fresh(): Promise<ByRole<Session>>;
  /** Ends the snapshots. */
  drop(): Promise<void>;
  taken(): readonly PointTaken[];
};

export type PointOptions = {
  readonly pace: Pace;
  /** How long new writes may hang for a point (MySQL). */
  readonly lockMs: number;
  /** Default 60 s, less what a chunk may take. */
  readonly longestMs?: number;
};

const longestMs = 55_000;
const attempts = 10;
/** So that writes which hung for a lock that was not got have time to get through. */
const betweenAttemptsMs = 1000;

export function openPoints(servers: ComparedServers, options: PointOptions): Points {
  const { pace, longestMs: longest = longestMs } = options;
  const taken: PointTaken[] = [];
  let begun: number | null = null;
  const drop = async (): Promise<void> => {
    if (begun === null) return;
    begun = null;
    await Promise.all([servers.readers.active, servers.readers.passive].map(one => one.send('ROLLBACK')));
  };
  const fresh = async (): Promise<ByRole<Session>> => {
    await drop();
    await pace.calm();
    taken.push(await takeOne(servers, options));
    begun = performance.now();
    return servers.readers;
  };
  return {
    current: async () => {
      const lasts = begun !== null && performance.now() - begun < longest;
      return lasts && (await pace.trouble()) === null ? servers.readers : fresh();
    },
    fresh,
    drop,
    taken: () => taken,
  };
}

function takeOne(servers: ComparedServers, { lockMs }: PointOptions): Promise<PointTaken> {
  return untilTaken(() => takePoint(servers, lockMs), { label: servers.beside.active.label, lockMs });
}

/** `take` answers with null when the lock was not to be had. Throws FailedError when it never is. */
export async function untilTaken<T>(
  take: () => Promise<T | null>,
  { label, lockMs }: { readonly label: string; readonly lockMs: number },
): Promise<T> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const taken = await take();
    if (taken !== null) return taken;
    await sleep(betweenAttemptsMs);
  }
  throw new FailedError(
    `${label}: its commits could not be kept out for a moment, in ${attempts} attempts of ${lockMs} ms`,
    { hint: 'end statements that take long, or run the same command again when it has less to do' },
  );
}
