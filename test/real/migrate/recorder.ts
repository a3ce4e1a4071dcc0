import type { ExecutionContext } from 'ava';
import { ConfigError } from '../../../src/errors.js';
import { listMigrationFiles } from '../../../src/migrate/files.js';
import { defaultMigrationSettings, type KnexOptions } from '../../../src/migrate/migration-settings.js';
import { runKnexMigration } from '../../../src/migrate/recorder.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { folderWith } from '../../helpers/folder-with.js';
import { liveServer } from '../../helpers/live-server.js';
import { serverTest } from '../../helpers/server-test.js';

const live = liveServer(() => [
  'CREATE TABLE things (id INT PRIMARY KEY, at DATETIME(3), name VARCHAR(50), raw BLOB)',
]);

type On = { readonly t: ExecutionContext; readonly image: ServerImage };

type Run = { readonly session: Session; readonly sent: readonly string[] };

/** Runs `up` of one script on a session of its own; what it sent, and that session. */
async function run(
  { t, image }: On,
  text: string,
  options: { readonly knex?: KnexOptions; readonly disableTransactions?: boolean } = {},
): Promise<Run> {
  const { server } = await live(image);
  const settings = { ...defaultMigrationSettings([await folderWith(t, { '1.mjs': text })]), ...options };
  const [file] = await listMigrationFiles(settings);
  if (file === undefined) throw new Error('no file');
  const session = await openSession({ ...server.root, database: 'app' });
  t.teardown(() => session.close());
  const sent: string[] = [];
  await runKnexMigration({
    ...{ file, session, settings, direction: 'up', database: 'app' },
    send: ({ sql, options }) => {
      sent.push(sql);
      return session.driver.query({ ...options, sql });
    },
  });
  return { session, sent };
}

serverTest('the text that is handed over is the text that the server logs', async (t, image) => {
  const { session: admin } = await live(image);
  await admin.send(`SET GLOBAL log_output = 'TABLE', GLOBAL general_log = 1`);
  t.teardown(() => admin.send('SET GLOBAL general_log = 0'));
  const { session, sent } = await run(
    { t, image },
    `export const up = async knex => {
       await knex('things').insert({ id: 1, at: new Date(0), name: "it's \\\\ \\n ? é ☃", raw: Buffer.from([0, 39, 255]) });
       await knex('things').insert({ id: 2, at: null, name: undefined });
       await knex('things').whereIn('id', [1, 2]).andWhere('name', 'like', '%?%').update({ name: knex.raw('upper(name)') });
       await knex.raw('update ?? set ?? = ? where id = ?', ['things', 'name', null, 3n]);
       await knex.schema.createTable('made', t => { t.json('doc'); t.boolean('on').defaultTo(true); });
       await knex.schema.dropTable('made');
     };`,
  );
  const logged = await admin.rows(
    `SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log
      WHERE thread_id = ? AND command_type = 'Query' ORDER BY event_time`,
    [session.threadId],
  );
  const [version, ...rest] = logged.map(({ text }) => text);
  t.is(version, 'select version() as version');
  // The server's log leaves out the delimiter that knex puts behind BEGIN and COMMIT.
  t.deepEqual(
    rest,
    sent.map(text => text.replace(/;$/, '')),
  );
  t.is(sent[0], 'BEGIN;');
  t.is(sent.at(-1), 'COMMIT;');
});

serverTest('a transaction is opened unless the file or the knexfile says otherwise', async (t, image) => {
  const text = 'export const up = knex => knex.raw("SELECT 1");';
  const without = `export const config = { transaction: false }; ${text}`;
  t.deepEqual((await run({ t, image }, text)).sent, ['BEGIN;', 'SELECT 1', 'COMMIT;']);
  t.deepEqual((await run({ t, image }, without)).sent, ['SELECT 1']);
  t.deepEqual((await run({ t, image }, text, { disableTransactions: true })).sent, ['SELECT 1']);
});

serverTest('hooks and character set of the knexfile reach the SQL', async (t, image) => {
  const wrapIdentifier = (value: string, wrap: (name: string) => string) => wrap(value.toLowerCase());
  const text = `export const config = { transaction: false };
    export const up = async knex => {
      await knex.schema.createTable('MADE', t => t.integer('N'));
      await knex.schema.dropTable('MADE');
    };`;
  const { sent } = await run({ t, image }, text, { knex: { charset: 'latin1', wrapIdentifier } });
  t.deepEqual(sent, ['create table `made` (`n` int) default character set latin1', 'drop table `made`']);
});

serverTest(
  'a migration gets dates as dates, numbers as numbers, and rows as knex gives them',
  async (t, image) => {
    const { sent } = await run(
      { t, image },
      `export const up = async knex => {
       await knex('things').del();
       await knex('things').insert({ id: 7, at: new Date(1e12) });
       const row = await knex('things').first();
       if (!(row.at instanceof Date) || row.at.getTime() !== 1e12) throw new Error('at is ' + row.at);
       const [{ n }] = await knex('things').count('* as n');
       if (n !== 1) throw new Error('n is ' + n);
       const made = await knex('things').insert({ id: 8 });
       if (!Array.isArray(made)) throw new Error('insert gave ' + made);
       await knex('things').where({ at: row.at }).update({ name: 'same' });
       if ((await knex('things').pluck('name'))[0] !== 'same') throw new Error('not found by its date');
     };`,
    );
    t.is(sent.length, 9);
  },
);

serverTest('knex knows which server it writes for', async (t, image) => {
  const { sent } = await run(
    { t, image },
    `export const config = { transaction: false };
     export const up = knex => knex.raw('SELECT ?', [knex.client.isMariaDB + ' ' + knex.client.version]);`,
  );
  t.is(sent[0], `SELECT '${image.flavor === 'mariadb'} ${image.version}'`);
});

serverTest('what a migration throws comes out, after its transaction was rolled back', async (t, image) => {
  const text = `export const up = async knex => { await knex('things').del(); throw new Error('no'); };`;
  await t.throwsAsync(run({ t, image }, text), { message: 'no' });
});

serverTest('what a script prints does not get into the output of this program', async (t, image) => {
  const original = console.log;
  await run(
    { t, image },
    `export const up = async () => { if (console.log !== console.error) throw new Error('printed'); };`,
  );
  t.is(console.log, original);
});

serverTest('a file without the function is named', async (t, image) => {
  const error = await t.throwsAsync(run({ t, image }, 'export const down = () => {};'), {
    instanceOf: ConfigError,
  });
  t.regex(error?.message ?? '', /1\.mjs: has no function `up`/);
});
