/** Reads the records of past runs from one server. The journal itself reads the newest run alone: `journal.ts`. */
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import type { Entry, JournalRecord } from './entry.js';
import { type StoredRecord, toRecord } from './stored-record.js';

/** Of the newest runs, what tells how they began, flipped and ended. Empty where no run was ever opened. */
export function readHistory(session: Session, runs: number): Promise<readonly JournalRecord[]> {
  return readKinds(session, runs, ['open', 'end', 'flip-done', 'flip-undone']);
}

/** Of the newest runs, what tells how long things took; see `plan/numbers/measured-rates.ts`. */
export function readMeasurements(session: Session, runs: number): Promise<readonly JournalRecord[]> {
  return readKinds(session, runs, ['acknowledged', 'caught-up', 'flip-done']);
}

const kindsQuery = `SELECT epoch, n, nonce, run_id, at, entry FROM dbshift.journal
  WHERE kind IN (?) AND epoch + ? > (SELECT MAX(epoch) FROM dbshift.journal)
  ORDER BY epoch, n, nonce`;

async function readKinds(
  session: Session,
  runs: number,
  kinds: readonly Entry['kind'][],
): Promise<readonly JournalRecord[]> {
  try {
    return (await session.rows<StoredRecord>(kindsQuery, [kinds, runs])).map(toRecord);
  } catch (error) {
    if (isErrno(error, errno.noSuchTable, errno.unknownDatabase)) return [];
    throw error;
  }
}
