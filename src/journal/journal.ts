/**
 * The journal on the servers: schema `dbshift`, never binlogged, on every side that can be written, so that a
 * runner that dies cannot take it along. Reading unites both sides.
 */
import { randomBytes } from 'node:crypto';
import { BlockedError } from '../errors.js';
import type { Facts } from '../pair/facts.js';
import { type Side, sides } from '../pair/side.js';
import { answeredWithin } from '../server/answered-within.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno, ServerError } from '../server/server-error.js';
import type { Entry, JournalRecord } from './entry.js';
import { foldJournal, recordKey, uniteRecords } from './fold.js';
import { type StoredRecord, toRecord } from './stored-record.js';

/** Sessions for the journal; null where the server cannot be reached now. Nothing is written where the binlog is on. */
export type JournalSessions = (side: Side) => Promise<Session | null>;

export type Journal = {
  /**
   * Reads both sides anew. Throws BlockedError while a side has never been read: what was written there alone (the
   * intent, a promotion) would be missing. What was read once is kept when a side is lost later.
   */
  reload(): Promise<Facts>;
  /** Facts by what can be read now, to be shown and not to be acted on. Throws BlockedError when that is nothing. */
  glance(): Promise<Facts>;
  /** Sides of which nothing was read yet: what was written there alone is not known. */
  unread(): readonly Side[];
  /** Facts by what was read last and appended since: no question to a server. */
  facts(): Facts;
  records(): readonly JournalRecord[];
  /**
   * Appends to every reachable side but `avoid` (a fenced active blocks or refuses writes). Throws BlockedError when
   * no side took it: then nothing may be done.
   */
  append(entry: Entry, avoid?: Side | null): Promise<void>;
};

const tables = [
  'CREATE DATABASE IF NOT EXISTS dbshift',
  `CREATE TABLE IF NOT EXISTS dbshift.journal (
  epoch INT UNSIGNED NOT NULL,
  n INT UNSIGNED NOT NULL,
  nonce CHAR(8) CHARACTER SET ascii NOT NULL,
  run_id VARCHAR(40) CHARACTER SET ascii NOT NULL,
  at DATETIME(6) NOT NULL,
  kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
  entry LONGTEXT CHARACTER SET utf8mb4 NOT NULL,
  PRIMARY KEY (epoch, n, nonce)
) ENGINE=InnoDB`,
];

export function openJournal(sessions: JournalSessions): Journal {
  let known: readonly JournalRecord[] = [];
  const read = new Set<Side>();
  const held: Readonly<Record<Side, Set<string>>> = { a: new Set(), b: new Set() };
  const readBoth = async (): Promise<void> => {
    const halves = await Promise.all(
      sides.map(async side => [side, await readSide(await sessions(side))] as const),
    );
    for (const [side, records] of halves) {
      if (records === null) continue;
      read.add(side);
      held[side].clear();
      for (const record of records) held[side].add(recordKey(record));
      known = uniteRecords(known, records);
    }
  };
  const unread = () => sides.filter(side => !read.has(side));
  return {
    records: () => known,
    unread,
    facts: () => foldJournal(known),
    reload: async () => {
      await readBoth();
      const [missing] = unread();
      if (missing !== undefined)
        throw new BlockedError(`the journal on ${missing} cannot be read, so nothing is done`);
      return foldJournal(known);
    },
    glance: async () => {
      await readBoth();
      if (read.size === 0) throw new BlockedError('the journal cannot be read on either server');
      return foldJournal(known);
    },
    append: async (entry, avoid = null) => {
      const record = nextRecord(known, entry);
      const targets = sides.filter(side => side !== avoid);
      const refusals = await Promise.all(
        targets.map(async side => {
          // With what it missed while it was down or took no writes: each side is to have all of it.
          const missing = [...known, record].filter(one => !held[side].has(recordKey(one)));
          const refusal = await writeSide(await sessions(side), missing);
          if (refusal === null) for (const one of missing) held[side].add(recordKey(one));
          return refusal;
        }),
      );
      if (!refusals.includes(null)) {
        throw new BlockedError(
          `the journal cannot be written on either server, so \`${entry.kind}\` was not done: ${refusals.join('; ')}`,
        );
      }
      known = uniteRecords(known, [record]);
    },
  };
}

function nextRecord(known: readonly JournalRecord[], entry: Entry): JournalRecord {
  const last = known.at(-1);
  const opens = entry.kind === 'open';
  return {
    epoch: opens ? entry.intent.epoch : (last?.epoch ?? 0),
    n: opens || last === undefined ? 0 : last.n + 1,
    nonce: randomBytes(4).toString('hex'),
    runId: opens ? entry.intent.runId : (last?.runId ?? 'none'),
    at: '',
    entry,
  };
}

/** Of runs that are over only settings and boots are asked for: what else they wrote grows with every run. */
const recordsQuery = `SELECT epoch, n, nonce, run_id, at, entry FROM dbshift.journal
  WHERE epoch = (SELECT MAX(epoch) FROM dbshift.journal) OR kind IN ('changed', 'restored', 'booted')
  ORDER BY epoch, n, nonce`;

/** Null: this side cannot be read now. */
async function readSide(session: Session | null): Promise<readonly JournalRecord[] | null> {
  if (session === null) return null;
  try {
    return (await session.rows<StoredRecord>(recordsQuery)).map(toRecord);
  } catch (error) {
    if (isErrno(error, errno.noSuchTable, errno.unknownDatabase)) return [];
    if (!session.isOpen()) return null;
    throw error;
  }
}

/** A side that says nothing for so long is left out: writes may be paused. */
const writeMs = 5000;

/** Why this side cannot be written now, or null when it was. */
async function writeSide(session: Session | null, records: readonly JournalRecord[]): Promise<string | null> {
  if (session === null) return 'one cannot be reached';
  try {
    if (!(await isUnlogged(session)))
      return `${session.label}: the account may not keep the journal out of the binlog`;
    for (const record of records) await answeredWithin(session, writeMs, () => insertRecord(session, record));
    return null;
  } catch (error) {
    // Whatever the server's reason is (read-only, a full disk), the other side may do.
    if (error instanceof ServerError) return error.message;
    if (session.isOpen()) throw error;
    return String(error);
  }
}

/** Sessions that were asked; nobody switches the binlog of such a session on again. */
const unlogged = new WeakSet<Session>();

async function isUnlogged(session: Session): Promise<boolean> {
  if (unlogged.has(session)) return true;
  const row = await session.row<{ log: number }>('SELECT @@SESSION.sql_log_bin AS log');
  if (Number(row?.log) !== 0) return false;
  unlogged.add(session);
  return true;
}

/** A side that could not be written when the run was opened gets its table with its first entry. */
async function insertRecord(session: Session, record: JournalRecord): Promise<void> {
  const { epoch, n, nonce, runId, at, entry } = record;
  try {
    await session.rows(
      `INSERT INTO dbshift.journal (epoch, n, nonce, run_id, at, kind, entry)
       VALUES (?, ?, ?, ?, COALESCE(?, UTC_TIMESTAMP(6)), ?, ?)`,
      [epoch, n, nonce, runId, at === '' ? null : at, entry.kind, JSON.stringify(entry)],
    );
  } catch (error) {
    // The last time no answer came.
    if (isErrno(error, errno.dupEntry)) return;
    if (!isErrno(error, errno.noSuchTable, errno.unknownDatabase)) throw error;
    for (const sql of tables) await session.send(sql);
    await insertRecord(session, record);
  }
}
