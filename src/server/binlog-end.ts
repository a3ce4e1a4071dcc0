/** Where the binlog of a server ends, and how much was written between two such places. */
import type { Session } from './connection.js';

export type BinlogFiles = readonly { readonly name: string; readonly bytes: number }[];

/** Oldest first. */
export async function readBinlogFiles(session: Session): Promise<BinlogFiles> {
  const rows = await session.rows<{ Log_name: string; File_size: number }>('SHOW BINARY LOGS');
  return rows.map(row => ({ name: row.Log_name, bytes: Number(row.File_size) }));
}

/** Null where the files of the earlier look have gone: then nobody knows. */
export function bytesBetween(before: BinlogFiles, after: BinlogFiles): number | null {
  const last = before.at(-1);
  const from = after.findIndex(({ name }) => name === last?.name);
  if (last === undefined || from < 0) return null;
  return after.slice(from).reduce((sum, { bytes }) => sum + bytes, 0) - last.bytes;
}
