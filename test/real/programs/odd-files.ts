/** What is odd in files, as real servers take it: names, long bodies, letters beyond ASCII, definers without rights. */
import type { ExecutionContext } from 'ava';
import { ConfigError } from '../../../src/errors.js';
import { programKinds } from '../../../src/programs/program.js';
import { loadWanted } from '../../../src/run/programs/load-wanted.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { errno } from '../../../src/server/errno.js';
import { readProgram } from '../../../src/server/program-catalog.js';
import { isErrno } from '../../../src/server/server-error.js';
import { quoteIdentifier, quoteName } from '../../../src/sql/identifier.js';
import { type LiveServer, liveServer } from '../../helpers/live-server.js';
import { makeProgram, programFiles } from '../../helpers/program-files.js';
import { flavorTest, serverTest } from '../../helpers/server-test.js';

const serverOf = liveServer(() => ['CREATE TABLE t (id INT)']);

/** Its own, because programs leave it with their settings. */
async function ownSession(t: ExecutionContext, { server }: LiveServer, account = {}): Promise<Session> {
  const session = await openSession({ ...server.root, database: 'app', ...account });
  t.teardown(() => session.close());
  return session;
}

/** What makes a program of each kind, by the name as it stands in the file. */
const heads = {
  function: (name: string) => `CREATE FUNCTION ${name}() RETURNS INT DETERMINISTIC NO SQL RETURN 1`,
  procedure: (name: string) => `CREATE PROCEDURE ${name}() DO 1`,
  view: (name: string) => `CREATE VIEW ${name} AS SELECT 1 AS one`,
  trigger: (name: string) => `CREATE TRIGGER ${name} BEFORE INSERT ON app.t FOR EACH ROW SET @x = 1`,
  event: (name: string) => `CREATE EVENT ${name} ON SCHEDULE EVERY 1 YEAR DISABLE DO SET @x = 1`,
};

serverTest('programs of any kind are made and read back by the oddest names', async (t, image) => {
  const session = await ownSession(t, await serverOf(image));
  const names = [
    'a`b',
    'a b',
    'a@b',
    'a.b',
    "a'b",
    'a"b',
    'a;b',
    'a\\b',
    ' é ü',
    '1',
    'select',
    'x'.repeat(64),
  ];
  const text = names.flatMap((name, index) =>
    programKinds.map(kind => heads[kind](index % 2 ? quoteName('app', name) : quoteIdentifier(name))),
  );
  const wanted = await loadWanted(session, await programFiles(t, { 'a.sql': text.join(';\n') }));
  for (const program of wanted) t.is((await makeProgram(session, program)).name, program.name);
  t.deepEqual(
    wanted.map(({ kind, name }) => [kind, name]),
    names.flatMap(name => programKinds.map(kind => [kind, name])),
  );
});

flavorTest('a name with an emoji is refused before a server sees it', async (t, image) => {
  const { session } = await serverOf(image);
  const statements = programKinds.map(kind => heads[kind](quoteIdentifier('emo😀ji')));
  const reading = loadWanted(session, await programFiles(t, { 'a.sql': statements.join(';\n') }));
  const error = await t.throwsAsync(reading, { instanceOf: ConfigError });
  t.deepEqual(
    error?.findings.map(({ id, where }) => `${where} ${id}`),
    programKinds.map((_, index) => `procedures/a.sql:${index + 1}:1 program-name`),
  );

  // Why: MySQL would make a program of another name.
  for (const [index, kind] of programKinds.entries()) {
    await session.send(statements[index] ?? '').catch(() => undefined);
    const made = await readProgram(session, 'app', { kind, name: 'emo?ji' });
    t.is(made !== null, image.flavor === 'mysql', kind);
  }
});

flavorTest('a body of 1 MB is made and read back to the letter', async (t, image) => {
  const session = await ownSession(t, await serverOf(image));
  const body = `BEGIN\n${`  SET @x = 'é;$$\\'';\n`.repeat(55_000)}END`;
  const text = `DELIMITER $$\nCREATE PROCEDURE long_one()\n${body} $$\n`;
  t.true(Buffer.byteLength(body) > 1024 * 1024);
  const [program] = await loadWanted(session, await programFiles(t, { 'a.sql': text }));
  if (program === undefined) return t.fail();
  t.true((await makeProgram(session, program)).create.endsWith(body));
});

flavorTest(
  'an account that may not act for others makes nothing for a definer of a file',
  async (t, image) => {
    const live = await serverOf(image);
    for (const sql of [
      "CREATE USER deployer@'%' IDENTIFIED BY 'aA1-deployer'",
      "GRANT ALL ON app.* TO deployer@'%'",
      'CREATE USER owner@localhost',
    ])
      await live.session.send(sql);
    const own = await ownSession(t, live, { user: 'deployer', password: 'aA1-deployer' });
    const files = { 'a.sql': 'CREATE DEFINER = owner@localhost PROCEDURE owned() DO 1' };
    for (const program of await loadWanted(own, await programFiles(t, files))) {
      t.is(program.definer, 'owner@localhost');
      const error = await t.throwsAsync(makeProgram(own, program));
      t.true(isErrno(error, errno.privilege), error?.message);
    }
    t.is(await readProgram(live.session, 'app', { kind: 'procedure', name: 'owned' }), null);
  },
);
