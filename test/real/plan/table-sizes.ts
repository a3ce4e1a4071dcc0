/** Sizes of tables are those of the moment, and instant changes are counted where a server counts them. */
import type { ExecutionContext } from 'ava';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import type { Session } from '../../../src/server/connection.js';
import { readTableSizes } from '../../../src/server/table-sizes.js';
import { flavorOf } from '../../helpers/flavors.js';
import { liveServer } from '../../helpers/live-server.js';
import { numbersTo } from '../../helpers/numbers-to.js';
import { mysqlTest, serverTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

const live = liveServer();

/** In the file system these names are `my@002dapp` and the like. */
const tables = ['plain', 'with-dash', 'Zähler $日', 'parts'];

async function makeTables(t: ExecutionContext, image: ServerImage): Promise<Session> {
  const { session } = await live(image);
  await session.send('CREATE DATABASE `my-app`');
  t.teardown(() => session.send('DROP DATABASE `my-app`'));
  for (const name of tables) {
    const partitions = name === 'parts' ? 'PARTITION BY HASH (id) PARTITIONS 70' : '';
    await session.send(
      `CREATE TABLE \`my-app\`.\`${name}\` (id INT PRIMARY KEY, s VARCHAR(200)) ${partitions}`,
    );
  }
  return session;
}

const sizesOf = (session: Session, image: ServerImage) => readTableSizes(session, 'my-app', flavorOf(image));

serverTest('a bulk load shows at once, whatever the table is called', async (t, image) => {
  const session = await makeTables(t, image);
  const before = new Map((await sizesOf(session, image)).map(({ table, bytes }) => [table, bytes]));
  t.deepEqual([...before.keys()].sort(), tables.toSorted());
  for (const name of tables)
    await session.send(
      `INSERT INTO \`my-app\`.\`${name}\` SELECT seq, REPEAT('x', 200) FROM ${numbersTo(20_000)}`,
    );
  for (const { table, bytes } of await sizesOf(session, image))
    t.true(bytes - (before.get(table) ?? 0) > 20_000 * 200, `${table}: ${before.get(table)} → ${bytes}`);
});

mysqlTest('instant changes are counted by table, not by partition', async (t, image) => {
  const session = await makeTables(t, image);
  for (const name of tables)
    for (const column of ['a', 'b'])
      await session.send(`ALTER TABLE \`my-app\`.\`${name}\` ADD ${column} INT, ALGORITHM = INSTANT`);
  t.deepEqual(
    (await sizesOf(session, image)).map(({ rowVersions }) => rowVersions),
    tables.map(() => 2),
  );
});

serverTest(
  'numbers of rows are those of now, also where a server would keep them for a day',
  async (t, image) => {
    const session = await makeTables(t, image);
    for (const sql of flavorOf(image).sessionSettings) await session.send(sql);
    const rows = async () =>
      (await sizesOf(session, image)).find(({ table }) => table === 'plain')?.rows ?? 0;
    t.is(await rows(), 0);
    await session.send(`INSERT INTO \`my-app\`.plain SELECT seq, 'x' FROM ${numbersTo(20_000)}`);
    // The statistics themselves follow within seconds.
    await until('the rows are counted', async () => (await rows()) > 10_000);
  },
);
