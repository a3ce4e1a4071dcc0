/**
 * A program: reads `read_only` of a, b, a, b, … for ever, each read after the answer of the last. Three successive
 * reads that found a writable server cannot all be right with one writer at a time: the middle server was writable
 * when it was read, and so was the other one before and after.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { otherSide, type Side } from '../../../src/pair/side.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import type { Endpoint } from '../../../src/server/endpoint.js';
import { runProgram } from './program.js';
import { now } from './write-log.js';

export type SamplerInput = {
  readonly endpoints: Readonly<Record<Side, Endpoint>>;
  /** A pause in ms between looks leaves the machine to the servers. */
  readonly pauseMs: number;
};

export type Samples = {
  readonly reads: number;
  /** Longest time in ms without a look at a server. */
  readonly blindMs: number;
  /** Times (ms since 1970) at which both servers were found writable; the first hundred. */
  readonly bothWritable: readonly number[];
};

const reportMs = 50;
const keep = 100;

await runProgram<SamplerInput, Samples>(async ({ endpoints, pauseMs }, work) => {
  const sessions: { [side in Side]?: Session } = {};
  const bothWritable: number[] = [];
  let [reads, blindMs, last] = [0, 0, now()];
  const timer = setInterval(() => work.tell({ reads, blindMs, bothWritable }), reportMs);
  work.ready();
  let writableInARow = 0;
  for (let side: Side = 'a'; !work.stopping.aborted; side = otherSide(side)) {
    const writable = await look(sessions, side, endpoints[side]);
    writableInARow = writable ? writableInARow + 1 : 0;
    if (writableInARow >= 3 && bothWritable.length < keep) bothWritable.push(now());
    blindMs = Math.max(blindMs, now() - last);
    last = now();
    reads += 1;
    await delay(pauseMs);
  }
  clearInterval(timer);
  work.tell({ reads, blindMs, bothWritable });
  for (const session of Object.values(sessions)) session.abandon();
});

/** A server that cannot be asked is not writable for anybody. */
async function look(
  sessions: { [side in Side]?: Session },
  side: Side,
  endpoint: Endpoint,
): Promise<boolean> {
  try {
    const session = sessions[side]?.isOpen() === true ? sessions[side] : await openSession(endpoint);
    sessions[side] = session;
    return (await session.row<{ closed: number }>('SELECT @@global.read_only AS closed'))?.closed === 0;
  } catch {
    return false;
  }
}
