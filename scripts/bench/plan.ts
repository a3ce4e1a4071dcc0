/**
 * How long a plan takes in a pull request: 50 pending migrations on 200 tables, from a schema file, with no pair
 * anywhere. Beside it the same statements sent to an empty server of the same kind: nothing can plan in less.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUpPair } from '../../src/sandbox/bring-up-pair.js';
import { bringUpServer } from '../../src/sandbox/bring-up-server.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { openSession } from '../../src/server/connection.js';
import { runCli } from '../../test/helpers/run-cli.js';
import { until } from '../../test/helpers/until.js';

const tables = 200;
const migrations = 50;

const tableOf = (n: number): string =>
  `CREATE TABLE t${n} (id BIGINT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(60), n INT, at DATETIME, KEY by_n (n))`;

/** Cheap and heavy ones in turn, some with two statements. */
function sqlOf(n: number): readonly string[] {
  const table = `t${n * 3}`;
  switch (n % 4) {
    case 0:
      return [`ALTER TABLE ${table} ADD COLUMN extra INT NULL`];
    case 1:
      return [`ALTER TABLE ${table} MODIFY n BIGINT`];
    case 2:
      return [`ALTER TABLE ${table} ADD KEY by_at (at)`];
    default:
      return [`CREATE TABLE new${n} (id INT PRIMARY KEY)`, `ALTER TABLE ${table} MODIFY name VARCHAR(200)`];
  }
}

export async function benchPlan(image: ServerImage): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-bench-'));
  try {
    await dump(image, folder);
    const floorMs = await sendAlone(image);
    const begun = performance.now();
    const { code, stdout, stderr } = await runCli(['plan', '--schema', 'schema.json'], { cwd: folder });
    const ms = performance.now() - begun;
    if (code !== 1) throw new Error(`plan exited with ${code}: ${stdout}${stderr}`);
    const details = `${(ms / 1000).toFixed(1)} s, the statements alone ${(floorMs / 1000).toFixed(1)} s`;
    console.log(
      `plan      ${image.name}, ${migrations} migrations on ${tables} tables from a schema file: ` +
        `${(ms / floorMs).toFixed(1)} times the statements alone (${details})`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Leaves a project with a schema file; its pair is gone. */
async function dump(image: ServerImage, folder: string): Promise<void> {
  const sandbox = await bringUpPair({ image, folder: join(folder, 'pair') });
  try {
    const root = await sandbox.root('a');
    await root.send(`USE ${sandbox.database}`);
    for (let n = 0; n < tables; n += 1) await root.send(tableOf(n));
    await root.close();
    const passive = await sandbox.root('b');
    await until('b has the tables', async () => (await passive.row(count))?.n === tables);
    await passive.close();
    const out = join(folder, 'schema.json');
    await writeFile(join(sandbox.folder, 'migrations', '000.sql'), 'SELECT 1;\n');
    const written = await runCli(['schema', 'dump', '--out', out], { cwd: sandbox.folder });
    if (written.code !== 0) throw new Error(written.stderr);
    await copyFile(sandbox.configFile, join(folder, 'dbshift.config.yaml'));
  } finally {
    await sandbox.down();
  }
  await mkdir(join(folder, 'migrations'));
  for (let n = 0; n < migrations; n += 1) {
    const text = sqlOf(n).map(sql => `${sql};\n`);
    await writeFile(join(folder, 'migrations', `${100 + n}.sql`), text.join(''));
  }
}

const count = "SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = 'app'";

/** From the start of a server on to the last statement, in ms. */
async function sendAlone(image: ServerImage): Promise<number> {
  const begun = performance.now();
  const server = await bringUpServer(image);
  try {
    const session = await openSession(server.root);
    await session.send('CREATE DATABASE app');
    await session.send('USE app');
    for (let n = 0; n < tables; n += 1) await session.send(tableOf(n));
    for (let n = 0; n < migrations; n += 1) for (const sql of sqlOf(n)) await session.send(sql);
    await session.close();
    return performance.now() - begun;
  } finally {
    await server.down();
  }
}
