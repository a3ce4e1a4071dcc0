/**
 * What deploys of programs wrote down, on both servers in schema `dbshift`, never binlogged. A deploy begins only where
 * both have it: what a server had before must not go with the one that is lost.
 */
import { BlockedError } from '../errors.js';
import { type Side, sides } from '../pair/side.js';
import {
  type DeployEnding,
  type DeployEntry,
  type DeployRecord,
  uniteDeployRecords,
} from '../programs/deploy-record.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { type DeployRow, numberEntries, toRecords, toRows } from './deploy-rows.js';
import type { JournalSessions } from './journal.js';

export type DeployJournal = {
  /** Of the newest deploy, by what can be read now. Throws BlockedError when that is nothing. */
  newest(): Promise<readonly DeployRecord[]>;
  /** Of all of them, into whatever database. */
  all(): Promise<readonly DeployRecord[]>;
  /** Writes down the next deploy, begun or whole. Throws BlockedError unless both sides have all of it. */
  begin(entries: readonly DeployEntry[]): Promise<number>;
  /** Ends it, on both sides; a side that lacks what came before gets it too. */
  end(epoch: number, ending: DeployEnding): Promise<void>;
};

const table = `CREATE TABLE IF NOT EXISTS dbshift.deploys (
  epoch INT UNSIGNED NOT NULL,
  n INT UNSIGNED NOT NULL,
  at DATETIME(6) NOT NULL,
  kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
  program VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  entry LONGTEXT CHARACTER SET utf8mb4 NOT NULL,
  PRIMARY KEY (epoch, n), KEY (program)
) ENGINE=InnoDB`;

export function openDeployJournal(sessions: JournalSessions): DeployJournal {
  const read = (where: string) => readBoth(sessions, where);
  const newest = () => read('epoch = (SELECT MAX(epoch) FROM dbshift.deploys)');
  const append = async (records: readonly DeployRecord[]): Promise<void> => {
    for (const side of sides) await writeSide(await demandSession(sessions, side), records);
  };
  return {
    newest,
    all: () => read('TRUE'),
    begin: async entries => {
      const epoch = 1 + ((await newest()).at(-1)?.epoch ?? 0);
      const at = await utcNow(await demandSession(sessions, 'a'));
      await append(numberEntries(entries, { epoch, at }));
      return epoch;
    },
    end: async (epoch, ending) => {
      const known = await newest();
      const at = await utcNow(await demandSession(sessions, 'a'));
      const entry = { kind: 'end', ...ending } as const;
      await append([...known, { epoch, n: 1 + (known.at(-1)?.n ?? 0), at, entry }]);
    },
  };
}

async function demandSession(sessions: JournalSessions, side: Side): Promise<Session> {
  const session = await sessions(side);
  if (session === null)
    throw new BlockedError(`server ${side} cannot be reached, so nothing is written down there`);
  return session;
}

async function utcNow(session: Session): Promise<string> {
  return String((await session.row('SELECT UTC_TIMESTAMP(6) AS at'))?.at);
}

async function readBoth(sessions: JournalSessions, where: string): Promise<readonly DeployRecord[]> {
  const halves = await Promise.all(
    sides.map(async side => {
      const session = await sessions(side);
      return session === null ? null : readSide(session, where);
    }),
  );
  const [a, b] = halves;
  if (!a && !b) throw new BlockedError('what was deployed cannot be read on either server');
  return uniteDeployRecords(a ?? [], b ?? []);
}

async function readSide(session: Session, where: string): Promise<readonly DeployRecord[]> {
  try {
    const sql = `SELECT epoch, n, at, kind, entry FROM dbshift.deploys WHERE ${where} ORDER BY epoch, n`;
    return toRecords(await session.rows(sql));
  } catch (error) {
    if (isErrno(error, errno.noSuchTable, errno.unknownDatabase)) return [];
    throw error;
  }
}

/** All of it or nothing: what was begun must say everything that it may change. */
async function writeSide(session: Session, records: readonly DeployRecord[]): Promise<void> {
  const rows = records.flatMap(toRows);
  const room = await roomFor(session, rows);
  await session.send('CREATE DATABASE IF NOT EXISTS dbshift');
  await session.send(table);
  await session.send('START TRANSACTION');
  try {
    for (const packet of inPackets(rows, room))
      await session.rows('INSERT IGNORE INTO dbshift.deploys (epoch, n, at, kind, program, entry) VALUES ?', [
        packet,
      ]);
    await session.send('COMMIT');
  } catch (error) {
    if (session.isOpen()) await session.send('ROLLBACK');
    throw error;
  }
}

/** How many characters a statement may have. Throws BlockedError where these cannot be written as they are to be. */
async function roomFor(session: Session, rows: readonly DeployRow[]): Promise<number> {
  const row = await session.row<{ log: number; most: number }>(
    'SELECT @@SESSION.sql_log_bin AS log, @@SESSION.max_allowed_packet AS most',
  );
  if (Number(row?.log) !== 0)
    throw new BlockedError(`${session.label}: the account may not keep the journal out of the binlog`);
  const room = Math.min(mostCharacters, Math.floor(Number(row?.most) / bytesPerCharacter));
  if (rows.every(({ 5: { length } }) => length <= room)) return room;
  throw new BlockedError(
    `${session.label}: max_allowed_packet is ${row?.most}, too little to write down what both servers have`,
    { hint: 'set it to 1 MB or more on both servers, then run the same command again' },
  );
}

/** At most three in UTF-8, and as an escape two; so what stands around the text has room too. */
const bytesPerCharacter = 4;

/** More do not go faster. */
const mostCharacters = 2_000_000;

function inPackets(rows: readonly DeployRow[], room: number): readonly (readonly DeployRow[])[] {
  const packets: DeployRow[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    length += row[5].length;
    if (length > room) {
      packets.push([]);
      length = row[5].length;
    }
    packets.at(-1)?.push(row);
  }
  return packets;
}
