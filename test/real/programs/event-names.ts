/** Servers compare names of events without case, and so keep the one that an event was made with. */
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest } from '../../helpers/server-test.js';

eitherTest(
  'an event gets the case that its file has now, and keeps its first time and its status',
  async (t, image) => {
    const { a, b, write, dbshift } = await programPair(t, image);
    const found = async (side: typeof a) =>
      side.rows(
        'SELECT EVENT_NAME AS name, CAST(STARTS AS CHAR) AS starts, STATUS AS status, EVENT_DEFINITION AS body FROM information_schema.EVENTS',
      );
    await write('CREATE EVENT Tick ON SCHEDULE EVERY 1 DAY DO SET @x = 1;');
    t.is((await dbshift('procs', 'deploy')).code, 0);
    await a.send(
      "ALTER DEFINER = 'dbshift'@'127.0.0.1' EVENT Tick ON SCHEDULE EVERY 1 DAY STARTS '2020-01-02 03:04:05' DISABLE",
    );
    const [before] = await found(a);
    await write('CREATE EVENT tick ON SCHEDULE EVERY 1 DAY DO SET @x = 1;');
    const renamed = await dbshift('procs', 'deploy', '--prune');
    t.is(renamed.code, 0, renamed.stderr);
    t.deepEqual(await found(a), [{ ...before, name: 'tick' }]);
    t.like((await found(b))[0], { name: 'tick', starts: before?.starts });
    const again = await dbshift('procs', 'deploy', '--prune');
    t.regex(again.stdout, /nothing to do/, again.stderr);
    const back = await dbshift('procs', 'rollback', 'tick');
    t.is(back.code, 0, back.stderr);
    t.deepEqual(await found(a), [before]);
  },
);
