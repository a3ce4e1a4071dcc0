/**
 * Who wrote what a binlog holds, in its order. With one writer at a time the origins of transactions are long runs
 * of one server, and change once a flip; a transaction of the old side after the first one of the new side, on
 * either server, is a second writer.
 */
import type { Session } from '../../../src/server/connection.js';

/** Events a question: the answer of a server is held in memory here and there. */
const pageSize = 20_000;

/** Server ids of the transactions in all binlogs of a server, each run of the same id once. */
export async function readBinlogOrigins(session: Session): Promise<readonly number[]> {
  const origins: number[] = [];
  for (const { Log_name: file } of await session.rows<{ Log_name: string }>('SHOW BINARY LOGS')) {
    for await (const serverId of transactionsIn(session, file)) {
      if (origins.at(-1) !== serverId) origins.push(serverId);
    }
  }
  return origins;
}

type Event = {
  readonly Event_type: string;
  readonly Info: string;
  readonly Server_id: number;
  readonly Pos: number;
};

/**
 * Transactions that change something: a FLUSH gets a GTID too, also where nobody may write. A page begins with the last
 * event of the one before: within a transaction MariaDB 11.8 tells no end of an event.
 */
async function* transactionsIn(session: Session, file: string): AsyncGenerator<number> {
  let begun: number | null = null;
  for (let position = 4, seen = 0; ; seen = 1) {
    const events = await session.rows<Event>(
      `SHOW BINLOG EVENTS IN '${file}' FROM ${position} LIMIT ${pageSize}`,
    );
    for (const { Event_type, Server_id, Info } of events.slice(seen)) {
      if (begun !== null && !/\bFLUSH TABLES\b/u.test(Info)) yield begun;
      begun = Event_type === 'Gtid' ? Number(Server_id) : null;
    }
    if (events.length < pageSize) return;
    position = Number(events.at(-1)?.Pos);
  }
}
