/** What a deploy of many programs sends: no more than each of them needs, and every one in its own settings. */
import { programPair } from '../../helpers/program-pair.js';
import { flavorTest } from '../../helpers/server-test.js';

/** Enough that a workspace makes some at the same time. */
const perMode = 30;
const modes = ['ANSI_QUOTES', 'PIPES_AS_CONCAT', 'ANSI_QUOTES'];

flavorTest(
  'many programs are made in the settings that stand in front of them, which are sent where they change',
  async (t, image) => {
    t.timeout(120_000);
    const { a, b, write, dbshift } = await programPair(t, image);
    const blocks = modes.map((mode, block) => [
      `SET sql_mode = '${mode}';`,
      ...Array.from({ length: perMode }, (_, n) => `CREATE PROCEDURE p${block}_${n}() SELECT ${n} AS n;`),
    ]);
    await write(blocks.flat().join('\n'));
    await a.send("SET GLOBAL log_output = 'TABLE'");
    await a.send('SET GLOBAL general_log = 1');
    const { code, stderr, stdout } = await dbshift('procs', 'deploy');
    await a.send('SET GLOBAL general_log = 0');
    t.is(code, 0, stderr + stdout);
    const sent = await a.rows(
      `SELECT CONVERT(argument USING utf8mb4) AS text FROM mysql.general_log
        WHERE command_type = 'Query' ORDER BY event_time`,
    );
    const texts = sent.map(({ text }) => String(text));
    t.is(texts.filter(text => /^CREATE .*PROCEDURE [`"]p\d/.test(text)).length, modes.length * perMode);
    t.is(
      texts.filter(text => /^SET SESSION sql_mode = '\w+', character_set_client/.test(text)).length,
      modes.length,
    );
    for (const server of [a, b]) {
      const made = await server.rows(
        `SELECT SQL_MODE AS mode, COUNT(*) AS many FROM information_schema.ROUTINES
          WHERE ROUTINE_SCHEMA = 'app' GROUP BY SQL_MODE ORDER BY many DESC`,
      );
      t.deepEqual(
        made.map(({ mode, many }) => ({ mode, many: Number(many) })),
        [
          { mode: 'ANSI_QUOTES', many: 2 * perMode },
          { mode: 'PIPES_AS_CONCAT', many: perMode },
        ],
      );
    }
  },
);
