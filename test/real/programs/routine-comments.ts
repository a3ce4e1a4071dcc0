/** Comments of routines that servers replicate as something else. */
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

eitherTest(
  'a routine whose comment was replicated doubled is replaced, and brought back on both servers',
  async (t, image) => {
    const { a, b, write, dbshift, all } = await programPair(t, image);
    const comments = async () => {
      const query = `SELECT ROUTINE_COMMENT AS text FROM information_schema.ROUTINES WHERE ROUTINE_NAME = 'hello'`;
      return Promise.all([a, b].map(async side => (await side.row(query))?.text));
    };
    await a.send("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'");
    await a.send(
      `CREATE DEFINER = 'dbshift'@'127.0.0.1' PROCEDURE hello() COMMENT 'b\\x''s' SELECT '\\' AS said`,
    );
    await until('it is replicated', async () => (await comments())[1] !== undefined);
    t.deepEqual(await comments(), ["b\\x's", "b\\\\x's"], 'what servers make of it themselves');
    await write('CREATE PROCEDURE hello() SELECT 2 AS said;');
    const replaced = await dbshift('procs', 'deploy');
    t.is(replaced.code, 0, replaced.stderr);
    t.deepEqual(await comments(), ['', '']);
    const back = await dbshift('procs', 'rollback', 'hello');
    t.is(back.code, 0, back.stderr);
    t.deepEqual(await comments(), ["b\\x's", "b\\x's"]);
    const { a: onA, b: onB } = (await all()) as { readonly a: unknown; readonly b: unknown };
    t.deepEqual(onA, onB);
  },
);
