/**
 * The migrations of every tortured run: one of each way. The heavy ones take seconds on few rows, so that faults land
 * inside them and yet a run is short: a stored column is computed for every row while the table is copied.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../../../src/server/connection.js';
import { numbersTo } from '../numbers-to.js';

const archiveRows = 500;

/** So many bytes go into one seal: some 4 ms of a core, two seconds for all rows. */
const heavySeal = 1_500_000;

/** Where a fault waits for an event, and need not be lucky to fall into a DDL. */
export const lightSeal = 50_000;

export const archiveStatements: readonly string[] = [
  'CREATE TABLE archive (id INT NOT NULL PRIMARY KEY, body VARCHAR(100) NOT NULL)',
  `INSERT INTO archive SELECT seq, CONCAT('page ', seq) FROM ${numbersTo(archiveRows)}`,
];

const filesWith = (sealBytes: number): Readonly<Record<string, string>> => ({
  // A primary key that runs out. Old rows need a type conversion to be applied.
  '1_orders.sql': 'ALTER TABLE orders MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n',
  '2_archive.sql': `ALTER TABLE archive
  ADD COLUMN seal CHAR(64) CHARACTER SET ascii AS (SHA2(RPAD(body, ${sealBytes}, body), 256)) STORED;\n`,
  '3_coupons.sql':
    'CREATE TABLE coupons (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, code VARCHAR(20) NOT NULL, used INT NOT NULL);\n',
  '4_first_coupons.sql': "INSERT INTO coupons (code, used) VALUES ('spring', 0), ('summer', 0);\n",
  '5_use_coupons.sql': 'UPDATE coupons SET used = used + 1;\n',
});

export async function writeMigrations(folder: string, sealBytes = heavySeal): Promise<void> {
  for (const [name, text] of Object.entries(filesWith(sealBytes))) await writeFile(join(folder, name), text);
}

/** Whether everything was done, and once, on a server. Sentences about what was not. */
export async function inspectMigrated(session: Session, database: string): Promise<readonly string[]> {
  const columns = await session.rows<{ name: string; type: string }>(
    `SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) AS name, DATA_TYPE AS type FROM information_schema.COLUMNS
     WHERE TABLE_SCHEMA = ?`,
    [database],
  );
  const typeOf = (column: string) => columns.find(({ name }) => name === column)?.type;
  const wrong = [
    ...(typeOf('orders.id') === 'bigint' ? [] : [`orders.id is ${typeOf('orders.id')}`]),
    ...(typeOf('archive.seal') === 'char' ? [] : ['archive has no seal']),
    ...(typeOf('coupons.id') === 'int' ? [] : ['there is no table coupons']),
  ];
  if (wrong.length > 0) return wrong;
  const coupons = await session.rows<{ code: string; used: number }>(
    `SELECT code, used FROM \`${database}\`.coupons ORDER BY code`,
  );
  const told = coupons.map(({ code, used }) => `${code} ${used}`).join(', ');
  return told === 'spring 1, summer 1' ? [] : [`coupons are: ${told}`];
}
