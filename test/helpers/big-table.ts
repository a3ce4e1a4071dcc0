/** A table that is large enough for a heavy change of it to flip, and the migrations of a test. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { Session } from '../../src/server/connection.js';
import { numbersTo } from './numbers-to.js';

/** `big (id INT, n INT, s VARCHAR(100) latin1 or the database's charset)` with so many rows, on both sides of a pair. */
export async function makeBigTable(active: Session, rows = 3000): Promise<void> {
  await active.send(`CREATE TABLE app.big (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, n INT, m INT, s VARCHAR(100), e ENUM('a','c'),
    l VARCHAR(50) CHARACTER SET latin1)`);
  await active.send(`INSERT INTO app.big (n, m, s, e, l)
    SELECT seq, seq, REPEAT('x', 90), 'c', 'é' FROM ${numbersTo(rows)}`);
}

export async function writeMigration(sandbox: Sandbox, name: string, text: string): Promise<void> {
  await writeFile(join(sandbox.folder, 'migrations', name), text);
}
