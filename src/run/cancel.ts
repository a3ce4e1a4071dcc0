/**
 * `dbshift cancel`: ends the DDL that the open run has running, from any machine, also when its runner is gone. Ends
 * nothing else: a statement counts only if the journal has it as sent and the session that holds the lock runs it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.js';
import { BlockedError, FailedError } from '../errors.js';
import type { JournalRecord } from '../journal/entry.js';
import { type Journal, openJournal } from '../journal/journal.js';
import { oneLine } from '../one-line.js';
import type { Intent } from '../pair/facts.js';
import { type ServerKey, sides } from '../pair/side.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import { describeHolder, type LockHolder, readLockHolder } from '../server/advisory-lock.js';
import { readStructure } from '../server/catalog.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { type PairSessions, withPair } from './connect-pair.js';
import { type SentStatement, statementUnderWay } from './statement-under-way.js';

export type Cancelled = {
  readonly server: ServerKey;
  readonly statement: string;
  /** `finished`: it was done before it could be ended, as its table shows. */
  readonly outcome: 'cancelled' | 'finished';
};

export type CancelResult = { readonly runId: string; readonly statements: readonly Cancelled[] };

/** Throws BlockedError when there is nothing to cancel, and FailedError when a statement does not end. */
export async function cancelDdl(config: Config): Promise<CancelResult> {
  return withPair(config, 'any', async pair => {
    const journal = openJournal(pair.watch);
    const { intent } = await journal.glance();
    if (intent === null) throw new BlockedError('no run is open, so there is nothing to cancel');
    const found = await findRunning(pair, journal, intent);
    const statements: Cancelled[] = [];
    for (const running of found) statements.push(await cancelOne(pair, config.database, running));
    return { runId: intent.runId, statements };
  });
}

type Running = {
  readonly server: ServerKey;
  readonly session: Session;
  readonly holder: LockHolder;
  readonly sent: SentStatement;
};

async function findRunning(
  pair: PairSessions,
  journal: Journal,
  intent: Intent,
): Promise<readonly Running[]> {
  const found: Running[] = [];
  const others: string[] = [];
  for (const server of [...sides, ...pair.replicas()]) {
    const session = await pair.watch(server);
    const holder = session === null ? null : await readLockHolder(session, pair.flavor);
    const sent = runs(holder, { server, intent, records: journal.records() });
    if (session !== null && holder !== null && sent !== null) found.push({ server, session, holder, sent });
    else if (session === null) others.push(pair.whyNot(server));
    else if (holder !== null) others.push(`${session.label}: ${describeHolder(holder)}`);
  }
  if (found.length > 0) return found;
  throw new BlockedError(`run ${intent.runId} has no DDL running, so there is nothing to cancel`, {
    hint:
      others.length > 0 ? others.join('\n') : 'no runner is at work; `dbshift status` shows where it stands',
  });
}

type Asked = {
  readonly server: ServerKey;
  readonly intent: Intent;
  readonly records: readonly JournalRecord[];
};

function runs(holder: LockHolder | null, { server, intent, records }: Asked): SentStatement | null {
  if (holder?.statement == null) return null;
  const sent = statementUnderWay(records, intent.plan, server);
  return sent !== null && isSame(sent.sql, holder.statement) ? sent : null;
}

/** A process list may cut a long statement off. */
const comparedLength = 200;

function isSame(sql: string, running: string): boolean {
  const [one, other] = [sql, running].map(text => oneLine(text.trim(), Number.MAX_SAFE_INTEGER));
  return one?.slice(0, comparedLength) === other?.slice(0, comparedLength);
}

async function cancelOne(
  pair: PairSessions,
  database: string,
  { server, session, holder, sent }: Running,
): Promise<Cancelled> {
  await session.send(`KILL QUERY ${holder.id}`).catch((error: unknown) => {
    // It has ended just now.
    if (!isErrno(error, errno.noSuchThread)) throw error;
  });
  await waitUntilGone(pair, session, holder);
  const { before, after } = sent;
  const now = before === after ? before : fingerprintStructure(await readStructure(session, database));
  return {
    server,
    statement: sent.sql,
    outcome: now === after && before !== after ? 'finished' : 'cancelled',
  };
}

const pollMs = 100;

/** What was built has to be thrown away first: for a large index that takes a while. */
const patienceMs = 120_000;

/** Until the process list has another statement there, or none, or no such connection. */
async function waitUntilGone({ flavor }: PairSessions, session: Session, holder: LockHolder): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const row = await session.row<{ info: string | null }>(
      `SELECT info FROM ${flavor.processlist} WHERE id = ${holder.id}`,
    );
    if (row?.info !== holder.statement) return;
    if (performance.now() > until)
      throw new FailedError(
        `${session.label}: told to end, and still there after ${patienceMs / 1000} s: ${describeHolder(holder)}`,
        { hint: 'it ends when the server has taken back what it had done: see its process list' },
      );
    await sleep(pollMs);
  }
}
