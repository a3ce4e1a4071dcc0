/** What servers keep of a program is what its file or the configuration declares, and nothing of the driver's own. */
import type { ExecutionContext } from 'ava';
import type { ProgramsConfig } from '../../../src/config/config.js';
import { ConfigError } from '../../../src/errors.js';
import type { ProgramSettings } from '../../../src/programs/program.js';
import { loadWanted } from '../../../src/run/programs/load-wanted.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { liveServer } from '../../helpers/live-server.js';
import { makeProgram, programFiles } from '../../helpers/program-files.js';
import { flavorTest, serverTest } from '../../helpers/server-test.js';

const serverOf = liveServer(() => ['CREATE TABLE t (id INT)']);

/** Its own, because programs leave it with theirs. */
async function ownSession(
  t: ExecutionContext,
  { server }: Awaited<ReturnType<typeof serverOf>>,
): Promise<Session> {
  const session = await openSession({ ...server.root, database: 'app' });
  t.teardown(() => session.close());
  return session;
}

/** Without the time zone, which events have beside. */
function ofSession({ sqlMode, characterSet, collation }: ProgramSettings): ProgramSettings {
  return { sqlMode, characterSet, collation };
}

/** One program of each kind, their names beginning with `prefix`. */
const everyKind = (prefix: string, count = 'COUNT(*)') => `
CREATE PROCEDURE ${prefix}_p() SELECT ${count} FROM t;
CREATE FUNCTION ${prefix}_f() RETURNS INT DETERMINISTIC NO SQL RETURN 1;
CREATE VIEW ${prefix}_v AS SELECT 1 AS one;
CREATE TRIGGER ${prefix}_t BEFORE INSERT ON t FOR EACH ROW SET @x = 1;
CREATE EVENT ${prefix}_e ON SCHEDULE EVERY 1 YEAR DISABLE DO SET @x = 1;
`;

serverTest(
  'without a word in files or configuration a program has the global sql_mode of the server, utf8mb4 and its collation',
  async (t, image) => {
    const session = await ownSession(t, await serverOf(image));
    const row = await session.row<{ sqlMode: string; collation: string }>(
      `SELECT @@GLOBAL.sql_mode AS sqlMode, DEFAULT_COLLATE_NAME AS collation
FROM information_schema.CHARACTER_SETS WHERE CHARACTER_SET_NAME = 'utf8mb4'`,
    );
    const files = { 'a.sql': everyKind('plain') };
    for (const program of await loadWanted(session, await programFiles(t, files))) {
      const { settings } = await makeProgram(session, program);
      const sqlMode = program.kind === 'view' ? '' : row?.sqlMode;
      t.deepEqual(ofSession(settings), {
        sqlMode,
        characterSet: 'utf8mb4',
        collation: row?.collation,
      } as ProgramSettings);
    }
    t.false(row?.sqlMode.includes('IGNORE_SPACE'));
  },
);

serverTest('what a file declares is what the server keeps, in the same words', async (t, image) => {
  const session = await ownSession(t, await serverOf(image));
  const files = {
    'a.sql': `SET sql_mode = 'traditional', NAMES utf8mb4 COLLATE utf8mb4_bin;${everyKind('strict')}`,
    'b.sql': `SET sql_mode = 'IGNORE_SPACE'; SET NAMES latin1; ${everyKind('spaced', 'COUNT (*)')}`,
    'c.sql': `SET NAMES utf8, sql_mode = ''; ${everyKind('empty')}`,
  };
  const wanted = await loadWanted(session, await programFiles(t, files));
  t.is(wanted.length, 15);
  for (const program of wanted) {
    const { settings } = await makeProgram(session, program);
    const sqlMode = program.kind === 'view' ? '' : program.settings.sqlMode;
    t.deepEqual(ofSession(settings), { ...program.settings, sqlMode }, program.name);
  }
  t.deepEqual(
    ['strict_p', 'spaced_p', 'empty_p'].map(name => {
      const settings = wanted.find(program => program.name === name)?.settings;
      return [settings?.sqlMode.includes('STRICT_ALL_TABLES'), settings?.sqlMode.includes('IGNORE_SPACE')];
    }),
    [
      [true, false],
      [false, true],
      [false, false],
    ],
  );
});

serverTest('what the configuration declares holds where a file says nothing', async (t, image) => {
  const session = await ownSession(t, await serverOf(image));
  const config = await programFiles(
    t,
    { 'a.sql': everyKind('configured') },
    { sqlMode: 'NO_ENGINE_SUBSTITUTION,ANSI_QUOTES', characterSet: 'UTF8', definer: 'owner@%' },
  );
  for (const program of await loadWanted(session, config)) {
    t.is(program.definer, 'owner@%');
    const { settings } = await makeProgram(session, program);
    const sqlMode = program.kind === 'view' ? '' : 'ANSI_QUOTES,NO_ENGINE_SUBSTITUTION';
    t.deepEqual(ofSession(settings), { ...program.settings, sqlMode });
    t.is(settings.characterSet, 'utf8mb3');
  }
});

flavorTest('a session that states nothing gives a program no setting of the driver', async (t, image) => {
  const session = await ownSession(t, await serverOf(image));
  await session.send('CREATE PROCEDURE unstated() DO 1');
  const shown =
    await session.row(`SELECT r.SQL_MODE = @@GLOBAL.sql_mode AS mode, COLLATION_CONNECTION AS collation
FROM information_schema.ROUTINES AS r WHERE ROUTINE_SCHEMA = 'app' AND ROUTINE_NAME = 'unstated'`);
  // The one that is agreed on when a session begins; a later MariaDB puts its own of that character set in its place.
  const collation = image.name === 'mariadb 11.8' ? 'utf8mb4_uca1400_ai_ci' : 'utf8mb4_general_ci';
  t.deepEqual({ ...shown }, { mode: 1, collation });
});

flavorTest('the time zone that a file declares is the one of its events', async (t, image) => {
  const session = await ownSession(t, await serverOf(image));
  const files = {
    'a.sql': "SET time_zone = '+03:00'; CREATE EVENT zoned ON SCHEDULE EVERY 1 YEAR DISABLE DO SET @x = 1;",
  };
  for (const program of await loadWanted(session, await programFiles(t, files)))
    t.is((await makeProgram(session, program)).settings.timeZone, '+03:00');
});

flavorTest('the session that is asked for spellings keeps its own settings', async (t, image) => {
  const session = await ownSession(t, await serverOf(image));
  const query = 'SELECT @@SESSION.sql_mode AS m, @@character_set_client AS c, @@collation_connection AS l';
  await session.send("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES', collation_connection = utf8mb4_bin");
  const before = await session.row(query);
  const files = { 'a.sql': "SET sql_mode = 'ANSI', NAMES latin1; CREATE PROCEDURE kept() DO 1" };
  const [program] = await loadWanted(session, await programFiles(t, files));
  t.true(program?.settings.sqlMode.includes('PIPES_AS_CONCAT'));
  t.deepEqual(await session.row(query), before);
});

flavorTest(
  'settings that the server does not know are refused with the place of each program',
  async (t, image) => {
    const session = await ownSession(t, await serverOf(image));
    const files = {
      'a.sql': "CREATE PROCEDURE a() DO 1;\nSET sql_mode = 'NO_SUCH_MODE';\nCREATE PROCEDURE b() DO 1;",
      'b.sql': 'SET NAMES utf8mb4 COLLATE utf8mb4_klingon_ci;\nCREATE PROCEDURE c() DO 1;',
      'c.sql': 'SET NAMES ucs2;\nCREATE PROCEDURE d() DO 1;',
    };
    const config = await programFiles(t, files);
    const error = await t.throwsAsync(loadWanted(session, config), { instanceOf: ConfigError });
    t.deepEqual(
      error?.findings.map(({ id, where, message }) => [
        id,
        where,
        /NO_SUCH_MODE|klingon|ucs2/u.test(message),
      ]),
      [
        ['unknown-setting', 'procedures/a.sql:3:1', true],
        ['unknown-setting', 'procedures/b.sql:2:1', true],
        ['unknown-setting', 'procedures/c.sql:2:1', true],
      ],
    );
  },
);

flavorTest(
  'settings of the configuration that the server does not know are refused by their key',
  async (t, image) => {
    const session = await ownSession(t, await serverOf(image));
    const whereOf = async (programs: ProgramsConfig) => {
      const config = await programFiles(t, { 'a.sql': 'CREATE PROCEDURE a() DO 1' }, programs);
      const error = await t.throwsAsync(loadWanted(session, config), { instanceOf: ConfigError });
      return error?.findings.map(({ where }) => where);
    };
    t.deepEqual(await whereOf({ sqlMode: 'NO_SUCH_MODE' }), ['programs.sqlMode']);
    t.deepEqual(await whereOf({ characterSet: 'klingon' }), ['programs.characterSet']);
    t.deepEqual(await whereOf({ collation: 'klingon_ci' }), ['programs.collation']);
  },
);
