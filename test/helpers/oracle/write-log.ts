/**
 * The log of one writer: append-only, two lines a write. The first is on file before the write is sent and the
 * second after the answer, each by one write(2), so a writer that is killed loses nothing of what it was told; a
 * write without an answer has an unknown outcome.
 */
import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import type { Side } from '../../../src/pair/side.js';
import type { Operation } from './workload.js';

export type Sent = {
  readonly n: number;
  readonly operation: Operation;
  /** Where it was sent, and the generation of the pointer that said so. */
  readonly side: Side;
  readonly generation: number;
  /** Time in ms since 1970, with fractions. */
  readonly sentAt: number;
};

export type Answer = {
  readonly n: number;
  /** `refused`: surely not done. `unknown`: the connection was lost, or the server's answer leaves it open. */
  readonly outcome: 'acknowledged' | 'refused' | 'unknown';
  /** The new value of the counter of a count or a booking; the number of rows that a delete found. */
  readonly value?: number;
  /** Number of the server's error, or null when it said nothing. */
  readonly errno?: number | null;
  readonly answeredAt: number;
};

/** A write with its answer; one that the log ends before is unknown. */
export type Attempt = Sent & Omit<Answer, 'answeredAt'> & { readonly answeredAt: number | null };

export type WriteLog = {
  append(line: Sent | Answer): void;
  close(): void;
};

export function openWriteLog(file: string): WriteLog {
  const fd = openSync(file, 'a');
  return {
    append: line => appendFileSync(fd, `${JSON.stringify(line)}\n`),
    close: () => closeSync(fd),
  };
}

/** All writes of a log, in the order in which they were sent. */
export function readWriteLog(file: string): readonly Attempt[] {
  return parseWriteLog(readFileSync(file, 'utf8'));
}

export function parseWriteLog(text: string): readonly Attempt[] {
  const attempts: Attempt[] = [];
  // A last line without its end was being written when the writer was killed: it counts as not there.
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = JSON.parse(line) as Sent | Answer;
    if ('operation' in entry) attempts.push({ ...entry, outcome: 'unknown', answeredAt: null });
    else attempts[attempts.length - 1] = { ...last(attempts), ...entry };
  }
  return attempts;
}

function last(attempts: readonly Attempt[]): Attempt {
  const attempt = attempts.at(-1);
  if (attempt === undefined) throw new Error('a write log begins with an answer');
  return attempt;
}

/** Now, in ms since 1970, with fractions: comparable between the processes of one machine. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
