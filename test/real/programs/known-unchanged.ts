/** What a deploy left behind is known by its name: no workspace is opened for it, and for nothing else is none. */
import { appendFile } from 'node:fs/promises';
import { programPair } from '../../helpers/program-pair.js';
import { runCli } from '../../helpers/run-cli.js';
import { flavorTest } from '../../helpers/server-test.js';

const file = (n: number, triggers = ['first_in', 'then_in']): string => `DELIMITER $$
CREATE FUNCTION total(n INT) RETURNS INT DETERMINISTIC NO SQL RETURN n + ${n} $$
CREATE PROCEDURE hello() SELECT 1 AS said $$
CREATE VIEW everything AS SELECT * FROM rows_of $$
${triggers.map(name => `CREATE TRIGGER ${name} ${onInsert} SET NEW.n = 1 $$\n`).join('')}`;

const onInsert = 'BEFORE INSERT ON rows_of FOR EACH ROW';

/** Nobody listens there. */
const env = { NOWHERE: 'mysql://nobody:nothing@127.0.0.1:1' };

flavorTest(
  'no workspace is needed to see that nothing changed since a deploy; one is for whatever did',
  async (t, image) => {
    t.timeout(120_000);
    const { sandbox, a, b, write, dbshift } = await programPair(t, image);
    await a.send('CREATE TABLE rows_of (id INT PRIMARY KEY, n INT)');
    for (const triggers of [['then_in', 'first_in'], undefined]) {
      await write(file(1, triggers));
      const made = await dbshift('procs', 'deploy');
      t.is(made.code, 0, made.stderr);
    }
    await appendFile(sandbox.configFile, 'workspace: { url: { env: NOWHERE } }\n');
    const procs = (...args: readonly string[]) => runCli(['procs', ...args], { cwd: sandbox.folder, env });
    const isKnown = async (what: string) => {
      const { code, stdout, stderr } = await procs('diff');
      t.is(code, 0, `${what}: ${stderr}`);
      t.regex(stdout, /both servers have them/);
    };
    const isTried = async (what: string, ...args: readonly string[]) => {
      const { stdout, stderr } = await procs(...(args.length > 0 ? args : ['diff']));
      t.regex(stderr, /127\.0\.0\.1:1\b/, `${what}: ${stdout}`);
    };

    await isKnown('behind a deploy');
    const again = await procs('deploy');
    t.regex(again.stdout, /nothing to do/, again.stderr);
    await isTried('lint', 'lint');

    const settings = (await a.row(
      `SELECT SQL_MODE AS mode, CHARACTER_SET_CLIENT AS client, COLLATION_CONNECTION AS collation
         FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'app' AND ROUTINE_NAME = 'hello'`,
    )) as { readonly mode: string; readonly client: string; readonly collation: string };
    const makeByHand = async (said: string, mode: string) => {
      await b.rows(
        'SET SESSION sql_log_bin = 0, sql_mode = ?, character_set_client = ?, collation_connection = ?',
        [mode, settings.client, settings.collation],
      );
      await b.send('DROP PROCEDURE hello');
      await b.send(`CREATE DEFINER = 'dbshift'@'127.0.0.1' PROCEDURE hello() SELECT ${said} AS said`);
    };
    await makeByHand('2', settings.mode);
    await isTried('a program says something else on the passive');
    await makeByHand('1', 'ANSI_QUOTES');
    await isTried('a program was made in another mode on the passive');
    await makeByHand('1', settings.mode);
    await isKnown('it is as it was');

    const placeFirst = async (place: string) => {
      await b.send('DROP TRIGGER first_in');
      await b.send(
        `CREATE DEFINER = 'dbshift'@'127.0.0.1' TRIGGER first_in ${onInsert} ${place} then_in SET NEW.n = 1`,
      );
    };
    await placeFirst('FOLLOWS');
    await isTried('triggers run in another order on the passive');
    await placeFirst('PRECEDES');
    await isKnown('they run as they did');

    await a.send('ALTER TABLE rows_of ADD COLUMN more INT');
    await isTried('a table has another structure');
    await a.send('ALTER TABLE rows_of DROP COLUMN more');
    await isKnown('the table is as it was');

    await write(file(2));
    await isTried('a file says something else');
    await write(`-- only a comment\n${file(1)}`);
    await isKnown('a file is laid out in another way');

    await a.send('CREATE PROCEDURE strange() SELECT 1');
    await isTried('there is a program of no file');
  },
);
