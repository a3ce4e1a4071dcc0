/**
 * What 1,000 stored programs cost: deployed for the first time, deployed again unchanged, compared, and deployed with one
 * that changed. Beside it the server's own client reading the same file on the same server, which tries nothing, compares
 * nothing and proves nothing.
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

/** In turn, so that what else the machine does falls on all of them. */
const repetitions = 5;

type Measured = 'client' | 'status' | 'first' | 'again' | 'unchanged' | 'diff' | 'changed';

/** Of a command that does nothing but start, read its configuration and look at both servers. */
const fixed = 'status';

export async function benchProcs(image: ServerImage): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dbshift-bench-'));
  const sandbox = await bringUpPair({ image, folder: join(folder, 'pair') });
  const times: Record<Measured, number[]> = {
    ...{ client: [], status: [], first: [], again: [], unchanged: [], diff: [], changed: [] },
  };
  try {
    for (let count = 0; count < repetitions; count += 1) await measure(image, sandbox, times);
    tell(image, 'first deploy', times.first, times);
    tell(image, 'unchanged deploy', times.unchanged, { ...times, client: times.again });
    tell(image, 'diff', times.diff, { ...times, client: times.again });
    tell(image, 'one program changed, deploy', times.changed, { ...times, client: times.again });
  } finally {
    await sandbox.down();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  image: ServerImage,
  sandbox: Sandbox,
  times: Readonly<Record<Measured, number[]>>,
): Promise<void> {
  const file = join(sandbox.folder, 'procedures', 'all.sql');
  const endpoint = await sandbox.endpoint('a', 'root');
  const client = () => runClient(image, { endpoint, database: sandbox.database, file });
  await writeFile(file, fileOf(programs));
  await makeTable(sandbox);
  times.client.push(await client());
  await makeTable(sandbox);
  times.first.push(await dbshift(sandbox, ['procs', 'deploy']));
  times.status.push(await dbshift(sandbox, [fixed]));
  times.unchanged.push(await dbshift(sandbox, ['procs', 'deploy']));
  times.diff.push(await dbshift(sandbox, ['procs', 'diff']));
  await writeFile(file, fileOf(programs, 'n + 1 + '));
  times.changed.push(await dbshift(sandbox, ['procs', 'deploy']));
  times.again.push(await client());
}

/** `otherwise`: something in the last of them is written so. */
function fileOf(count: number, otherwise = 'n + '): string {
  const texts = Array.from({ length: count }, (_, n) => programOf(n));
  const last = texts.at(-1)?.replace('n + ', otherwise) ?? '';
  return `DELIMITER $$\n\n${[...texts.slice(0, -1), last].join('\n')}\nDELIMITER ;\n`;
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

/** Time from start to end of the command in ms. */
async function dbshift({ folder }: Sandbox, args: readonly string[]): Promise<number> {
  const begun = performance.now();
  const { code, stdout, stderr } = await runCli(args, { cwd: folder });
  const ms = performance.now() - begun;
  if (code !== 0)
    throw new Error(`${args.join(' ')} exited with ${code}: ${(stderr || stdout).slice(0, 2000)}`);
  return ms;
}

function tell(
  { name }: ServerImage,
  what: string,
  times: readonly number[],
  { client, status }: Readonly<Pick<Record<Measured, number[]>, 'client' | 'status'>>,
): void {
  const [ms, clientMs, fixedMs] = [times, client, status].map(median) as [number, number, number];
  const ratio = (ms / clientMs).toFixed(1);
  const details = `${ms.toFixed(0)} ms, of which ${fixedMs.toFixed(0)} ms any command takes; the client ${clientMs.toFixed(0)} ms`;
  console.log(
    `procs     ${name}, ${what} of ${programs} programs: ${ratio} times the client (${details}; medians of ${times.length})`,
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
