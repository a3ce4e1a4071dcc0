import { dataStatement } from '../../../src/migrate/data-statement.js';
import { listMigrationFiles } from '../../../src/migrate/files.js';
import { defaultMigrationSettings } from '../../../src/migrate/migration-settings.js';
import { runKnexMigration } from '../../../src/migrate/recorder.js';
import { openSession } from '../../../src/server/connection.js';
import { folderWith } from '../../helpers/folder-with.js';
import { liveServer } from '../../helpers/live-server.js';
import { serverTest } from '../../helpers/server-test.js';

const live = liveServer(() => ['CREATE TABLE t (n INT)', 'CREATE TABLE once (n INT PRIMARY KEY)']);

const body = `
  await knex('t').insert({ n: 1 });
  await knex.transaction(async trx => {
    await trx('t').insert({ n: 2 });
    await trx.transaction(inner => inner('t').insert({ n: 3 }).then(() => { throw new Error('no') })).catch(() => {});
  });
  await knex.transaction(trx => trx('t').insert({ n: 4 }).then(() => { throw new Error('no') })).catch(() => {});
  await knex('t').insert({ n: 5 });`;

for (const config of ['', 'export const config = { transaction: false };']) {
  const title = config === '' ? 'in a transaction of its own' : 'without one';
  serverTest(
    `a script ${title} ends no transaction of the run, and takes back what it means to`,
    async (t, image) => {
      const settings = defaultMigrationSettings([
        await folderWith(t, { '1.mjs': `${config} export const up = async knex => {${body}};` }),
      ]);
      const [file] = await listMigrationFiles(settings);
      if (file === undefined) throw new Error('no file');
      const session = await openSession({ ...(await live(image)).server.root, database: 'app' });
      t.teardown(() => session.close());
      await session.send('START TRANSACTION');
      await runKnexMigration({
        ...{ file, session, settings, direction: 'up', database: 'app' },
        send: ({ sql, options }) =>
          session.driver.query({ ...options, sql: dataStatement(sql, { name: file.name, database: 'app' }) }),
      });
      const rows = await session.rows('SELECT n FROM t ORDER BY n');
      t.deepEqual(
        rows.map(({ n }) => n),
        [1, 2, 5],
      );
      await session.send('ROLLBACK');
      t.deepEqual(await session.rows('SELECT n FROM t'), []);
    },
  );
}

serverTest('nothing of a script is sent after it has failed', async (t, image) => {
  const script = `export const config = { transaction: false };
    export const up = knex => Promise.all([1, 1, 2, 3, 4, 5].map(n => knex('once').insert({ n })));`;
  const settings = defaultMigrationSettings([await folderWith(t, { '1.mjs': script })]);
  const [file] = await listMigrationFiles(settings);
  if (file === undefined) throw new Error('no file');
  const session = await openSession({ ...(await live(image)).server.root, database: 'app' });
  t.teardown(() => session.close());
  await session.send('START TRANSACTION');
  const sent: string[] = [];
  const failed = runKnexMigration({
    ...{ file, session, settings, direction: 'up', database: 'app' },
    send: ({ sql, options }) => {
      sent.push(sql);
      return session.driver.query({ ...options, sql });
    },
  });
  await t.throwsAsync(failed, { message: /Duplicate/u });
  const before = sent.length;
  await session.send('ROLLBACK');
  t.deepEqual(await session.rows('SELECT n FROM once'), []);
  t.is(sent.length, before);
});
