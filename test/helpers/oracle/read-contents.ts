/** What a server holds at the end, by its own words: tables, their rows, positions. Independent of the program. */
import type { Session } from '../../../src/server/connection.js';

export type Contents = {
  /** CREATE TABLE of every table of the database, without the counter that each server keeps for itself. */
  readonly tables: Readonly<Record<string, string>>;
  /** CHECKSUM TABLE of every table: all rows, all columns. */
  readonly checksums: Readonly<Record<string, string>>;
};

export async function readContents(session: Session, database: string): Promise<Contents> {
  const named = await session.rows<{ name: string }>(
    "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'",
    [database],
  );
  const tables: Record<string, string> = {};
  const checksums: Record<string, string> = {};
  for (const { name } of named) {
    const qualified = `\`${database}\`.\`${name}\``;
    const created = await session.row<{ 'Create Table': string }>(`SHOW CREATE TABLE ${qualified}`);
    tables[name] = String(created?.['Create Table']).replace(/ AUTO_INCREMENT=\d+/, '');
    checksums[name] = String((await session.row(`CHECKSUM TABLE ${qualified} EXTENDED`))?.Checksum);
  }
  return { tables, checksums };
}

/**
 * Transactions that a server has, by the server they come from: `0-1-4711,0-2-1290`, or `<uuid>:1-4711, …`. The same
 * on both at the end.
 */
export async function readPosition(session: Session): Promise<string> {
  const rows = await session.rows<{ Value: string }>(
    "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('gtid_binlog_state', 'gtid_executed')",
  );
  return rows
    .flatMap(({ Value }) => Value.split(','))
    .map(part => part.trim())
    .sort()
    .join(',');
}
