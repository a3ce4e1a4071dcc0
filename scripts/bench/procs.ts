/**
 * What 1,000 stored programs cost: deployed for the first time, deployed again unchanged, and compared. Beside it the
 * server's own client reading the same file on the same server, which tries nothing, compares nothing and proves nothing.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUpPair } from '../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { runCli } from '../../test/helpers/run-cli.js';
import { until } from '../../test/helpers/until.js';
import { runClient } from './run-client.js';

const programs = 1000;

/** A dozen lines each, as those of an application. */
const programOf = (n: number): string => `DROP PROCEDURE IF EXISTS p${n} $$

CREATE DEFINER = 'app'@'127.0.0.1' PROCEDURE p${n}(IN _id INT, IN _name VARCHAR(60))
  MODIFIES SQL DATA
  SQL SECURITY INVOKER
BEGIN
  DECLARE _known INT DEFAULT 0;

  SELECT COUNT(*) INTO _known FROM members WHERE id = _id FOR UPDATE;
  IF _known = 0 THEN
    INSERT INTO members (id, name, n) VALUES (_id, _name, ${n});
  ELSE
    UPDATE members SET name = _name, n = n + ${n} WHERE id = _id;
  END IF;
END $$
`;

export async function benchProcs(image: ServerImage): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-bench-'));
  const sandbox = await bringUpPair({ image, folder: join(folder, 'pair') });
  try {
    const file = join(sandbox.folder, 'procedures', 'all.sql');
    const texts = Array.from({ length: programs }, (_, n) => programOf(n));
    await writeFile(file, `DELIMITER $$\n\n${texts.join('\n')}\nDELIMITER ;\n`);
    const root = await sandbox.endpoint('a', 'root');
    const client = () => runClient(image, { endpoint: root, database: sandbox.database, file });
    await makeTable(sandbox);
    const first = await client();
    await makeTable(sandbox);
    tell(image, 'first deploy', await dbshift(sandbox, ['deploy']), first);
    const unchanged = await dbshift(sandbox, ['deploy']);
    const diff = await dbshift(sandbox, ['diff']);
    const again = await client();
    tell(image, 'unchanged deploy', unchanged, again);
    tell(image, 'diff', diff, again);
  } finally {
    await sandbox.down();
    await rm(folder, { recursive: true, force: true });
  }
}

/** On both sides, in a new database: what was in it is gone. */
async function makeTable(sandbox: Sandbox): Promise<void> {
  const { database } = sandbox;
  const [active, passive] = await Promise.all([sandbox.root('a'), sandbox.root('b')]);
  const mark = randomUUID();
  for (const sql of [`DROP DATABASE ${database}`, `CREATE DATABASE ${database}`, `USE ${database}`, table])
    await active.send(sql);
  await active.rows('INSERT INTO members (id, name) VALUES (1, ?)', [mark]);
  const arrived = async () =>
    (await passive.row(`SELECT name FROM ${database}.members`).catch(() => undefined))?.name === mark;
  await until('b has the table', arrived, { withinMs: 120_000 });
  await Promise.all([active.close(), passive.close()]);
}

const table = 'CREATE TABLE members (id INT PRIMARY KEY, name VARCHAR(60), n INT NOT NULL DEFAULT 0)';

async function dbshift({ folder }: Sandbox, args: readonly string[]): Promise<number> {
  const begun = performance.now();
  const { code, stdout, stderr } = await runCli(['procs', ...args], { cwd: folder });
  const ms = performance.now() - begun;
  if (code !== 0)
    throw new Error(`procs ${args.join(' ')} exited with ${code}: ${(stderr || stdout).slice(0, 2000)}`);
  return ms;
}

function tell({ name }: ServerImage, what: string, ms: number, clientMs: number): void {
  const details = `${(ms / 1000).toFixed(1)} s, the client ${(clientMs / 1000).toFixed(1)} s`;
  const ratio = (ms / clientMs).toFixed(1);
  console.log(`procs     ${name}, ${what} of ${programs} programs: ${ratio} times the client (${details})`);
}
