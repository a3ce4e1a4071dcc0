/**
 * What was found unchanged of stored programs: on both servers in schema `dbshift`, never binlogged. Nothing is
 * decided by it but whether a workspace is needed; where it is lost or cannot be read, one is.
 */
import { BlockedError } from '../errors.js';
import type { SurveyProof } from '../programs/survey-proof.js';
import type { Session } from '../server/connection.js';
import { accessRefusals, errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';

const table = `CREATE TABLE IF NOT EXISTS dbshift.surveyed (
  files CHAR(64) CHARACTER SET ascii NOT NULL,
  proof CHAR(64) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (files, proof)
) ENGINE=InnoDB`;

/** The proofs of these files; none for an account that may not read them. */
export async function readSurveyed(session: Session, files: string): Promise<ReadonlySet<string>> {
  try {
    const rows = await session.rows('SELECT proof FROM dbshift.surveyed WHERE files = ?', [files]);
    return new Set(rows.map(({ proof }) => String(proof)));
  } catch (error) {
    if (isErrno(error, errno.noSuchTable, errno.unknownDatabase, ...accessRefusals)) return new Set();
    throw error;
  }
}

/** Beside those that are there. Throws BlockedError where it would be binlogged. */
export async function writeSurveyed(session: Session, { files, all }: SurveyProof): Promise<void> {
  const log = await session.row<{ log: number }>('SELECT @@SESSION.sql_log_bin AS log');
  if (Number(log?.log) !== 0)
    throw new BlockedError(`${session.label}: the account may not keep the journal out of the binlog`);
  await session.send('CREATE DATABASE IF NOT EXISTS dbshift');
  await session.send(table);
  await session.rows('INSERT IGNORE INTO dbshift.surveyed (files, proof) VALUES (?, ?)', [files, all]);
}
