/** A schema file stands for the pair that it was dumped from: the same plan, with no server of the pair running. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Finding } from '../../../src/errors.js';
import { bringUpPair } from '../../../src/sandbox/bring-up-pair.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { folderWith } from '../../helpers/folder-with.js';
import { liveServer } from '../../helpers/live-server.js';
import { type CliResult, runCli } from '../../helpers/run-cli.js';
import { planArgs, schemaProject } from '../../helpers/schema-project.js';
import { eitherTest, flavorTest, oneServerTest } from '../../helpers/server-test.js';

const live = liveServer();

const migrations = {
  '1_orders.sql': `CREATE TABLE orders (id INT PRIMARY KEY, n INT);
CREATE TABLE items (id INT PRIMARY KEY, o INT, CONSTRAINT o FOREIGN KEY (o) REFERENCES orders (id));
CREATE TRIGGER fill BEFORE INSERT ON orders FOR EACH ROW SET NEW.n = 1;
CREATE VIEW numbers AS SELECT n FROM orders;`,
};
const pending = {
  '2_bigint.sql': 'ALTER TABLE orders MODIFY n BIGINT;',
  '3_name.mjs': `export const up = knex => knex.schema.alterTable('orders', table => table.string('name'));
export const down = knex => knex.schema.alterTable('orders', table => table.dropColumn('name'));`,
  '4_rows.sql': 'UPDATE orders SET n = 2;',
  '5_gone.sql': 'ALTER TABLE items ADD x INT FIRST, ALGORITHM=COPY;',
};

type Dumped = { readonly folder: string; readonly schema: string; readonly live: CliResult };

/** What a pair was, after it has gone: its configuration and migrations in `folder`, and what plan said there. */
async function dumpAndTakeDown(
  t: ExecutionContext,
  image: ServerImage,
  later: Readonly<Record<string, string>>,
): Promise<Dumped> {
  const sandbox = await bringUpPair({ image });
  try {
    const { config, schema, live } = await dumpFrom(t, sandbox, later);
    const folder = await folderWith(t, {
      'dbshift.config.yaml': config.replace(/^migrations:.*$/mu, 'migrations: .'),
      'schema.json': schema,
      ...migrations,
      ...later,
    });
    return { folder, schema, live };
  } finally {
    await sandbox.down();
  }
}

async function dumpFrom(t: ExecutionContext, sandbox: Sandbox, later: Readonly<Record<string, string>>) {
  const here = { cwd: sandbox.folder };
  const read = (name: string) => readFile(join(sandbox.folder, name), 'utf8');
  await addMigrations(sandbox, migrations);
  const first = await runCli(['migrate', '--yes'], here);
  t.is(first.code, 0, first.stderr);
  await addMigrations(sandbox, later);
  const dump = await runCli(['schema', 'dump', '--out', 'schema.json'], here);
  t.is(dump.code, 0, dump.stderr);
  const live = await runCli(['plan', '--json'], here);
  const schema = await read('schema.json');
  t.is((await runCli(['schema', 'dump'], here)).stdout, schema);
  return { config: await read('dbshift.config.yaml'), schema, live };
}

async function addMigrations({ folder }: Sandbox, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'migrations', name), text);
}

flavorTest('a plan from a schema file is the plan of the pair, which need not be there', async (t, image) => {
  const { '5_gone.sql': _, ...fitting } = pending;
  const { folder, schema, live } = await dumpAndTakeDown(t, image, fitting);
  t.is(live.code, 1, live.stderr);
  const { code, stdout, stderr } = await runCli(['plan', '--json', '--schema', 'schema.json'], {
    cwd: folder,
  });
  t.is(code, 1, stderr);
  const [there, here] = [JSON.parse(live.stdout), JSON.parse(stdout)];
  t.deepEqual(here.batches, there.batches);
  t.deepEqual(here.review, there.review);
  t.is(here.fingerprint, there.fingerprint);
  t.false(/password|127\.0\.0\.1|definer=/iu.test(schema));
});

eitherTest('what is refused on the pair is refused from its schema file', async (t, image) => {
  const { folder, live } = await dumpAndTakeDown(t, image, pending);
  t.is(live.code, 3);
  const { code, stdout } = await runCli(['plan', '--json', '--schema', 'schema.json'], { cwd: folder });
  t.is(code, 3);
  t.deepEqual(refusalsIn(stdout), refusalsIn(live.stdout));
});

/** Files are named by their paths, which are others here. */
function refusalsIn(plan: string): readonly Finding[] {
  const { refusals } = JSON.parse(plan) as { readonly refusals: readonly Finding[] };
  return refusals.map(refusal => ({ ...refusal, where: basename(refusal.where) }));
}

oneServerTest(
  'a schema file that cannot be taken at its word is refused in one sentence',
  async (t, image) => {
    const { folder, schema } = await dumpAndTakeDown(t, image, {});
    const planWith = async (text: string) => {
      await writeFile(join(folder, 'other.json'), text);
      return runCli(['plan', '--schema', 'other.json'], { cwd: folder });
    };
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['no JSON', /is no schema file of dbshift/u],
      ['{"form":"dbshift-plan","version":1}', /is no schema file of dbshift/u],
      [schema.replace('"version": 1', '"version": 99'), /of version 99; this dbshift reads 1/u],
      [schema.replace('view:numbers', 'view:figures'), /is not as it was dumped/u],
      [schema.slice(0, -40), /is no schema file of dbshift/u],
    ];
    for (const [text, message] of wrong) {
      const { code, stderr } = await planWith(text);
      t.is(code, 78, text.slice(0, 60));
      t.regex(stderr, message);
      t.regex(stderr, /dbshift schema dump --out FILE/u);
    }
    const missing = await runCli(['plan', '--schema', 'missing.json'], { cwd: folder });
    t.is(missing.code, 78);
    t.regex(missing.stderr, /missing\.json cannot be read \(ENOENT\)/u);
    const config = await readFile(join(folder, 'dbshift.config.yaml'), 'utf8');
    await writeFile(
      join(folder, 'dbshift.config.yaml'),
      config.replace(/^database:.*$/mu, 'database: elsewhere'),
    );
    const other = await planWith(schema);
    t.is(other.code, 78);
    t.regex(other.stderr, /is of database app, the configuration is for elsewhere/u);
  },
);

oneServerTest('a migration that is removed while it is planned is named, and is no bug', async (t, image) => {
  for (const name of ['3.sql', '3.mjs']) {
    const removes = `import { rmSync } from 'node:fs';
export async function up() {
  rmSync('migrations/${name}');
}`;
    const files = { 'migrations/2.mjs': removes, [`migrations/${name}`]: 'SELECT 1;' };
    const cwd = await schemaProject(t, await live(image), files);
    const { code, stderr } = await runCli(planArgs, { cwd });
    t.is(code, 78, stderr);
    t.is(
      stderr,
      `error: ${join(cwd, 'migrations', name)}: was removed while it was read\nhint:  a link may lead to nothing; else run the same command again\n`,
    );
  }
});
