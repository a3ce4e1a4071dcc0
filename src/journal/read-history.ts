/** Reads the records of past runs from one server. The journal itself reads the newest run alone: `journal.ts`. */
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import type { JournalRecord } from './entry.js';
import { type StoredRecord, toRecord } from './stored-record.js';

/** Of the newest runs, what tells how they began, flipped and ended. */
const historyQuery = `SELECT epoch, n, nonce, run_id, at, entry FROM dbshift.journal
  WHERE kind IN ('open', 'end', 'flip-done', 'flip-undone')
    AND epoch + ? > (SELECT MAX(epoch) FROM dbshift.journal)
  ORDER BY epoch, n, nonce`;

/** Empty where no run was ever opened. */
export async function readHistory(session: Session, runs: number): Promise<readonly JournalRecord[]> {
  try {
    return (await session.rows<StoredRecord>(historyQuery, [runs])).map(toRecord);
  } catch (error) {
    if (isErrno(error, errno.noSuchTable, errno.unknownDatabase)) return [];
    throw error;
  }
}
