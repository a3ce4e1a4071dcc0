/** Events that end by themselves while a deploy is half done, or since a version of them was made. */
import type { Session } from '../../../src/server/connection.js';
import { deployOver, type WiredPair, wiredPair } from '../../helpers/killed-deploy.js';
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';

/** `kept` stays when it is over. */
const events = (year: number): string => `SET time_zone = '+02:00';
CREATE PROCEDURE hello() SELECT ${year} AS said;
CREATE EVENT once ON SCHEDULE AT '${year}-01-01 00:00:00' DO SET @x = ${year};
CREATE EVENT until_then ON SCHEDULE EVERY 1 DAY ENDS '${year}-01-01 00:00:00' DO SET @x = ${year};
CREATE EVENT kept ON SCHEDULE AT '${year}-01-01 00:00:00' ON COMPLETION PRESERVE DO SET @x = ${year};
CREATE EVENT z ON SCHEDULE EVERY ${year} DAY DO SET @x = ${year};
`;

/** As if that year were long past: what was written down is all that knows of it. */
async function letPass(servers: readonly Session[], year: number, program = '%'): Promise<void> {
  for (const server of servers) {
    await server.send('SET SESSION sql_log_bin = 0');
    await server.rows(
      "UPDATE dbshift.deploys SET entry = REPLACE(entry, ?, '2020-01-01') WHERE program LIKE ?",
      [`${year}-01-01`, program],
    );
    await server.send('SET SESSION sql_log_bin = 1');
  }
}

async function halfDone(pair: WiredPair, killedAt: RegExp): Promise<void> {
  await pair.write(events(2036));
  const made = await pair.dbshift('procs', 'deploy');
  if (made.code !== 0) throw new Error(made.stderr);
  await pair.write(events(2037));
  await deployOver(pair, (_, statement) => killedAt.test(statement));
}

/** Which programs both servers have, and what they do. */
async function bodies({ a, b }: Pick<WiredPair, 'a' | 'b'>): Promise<readonly string[]> {
  const query = `SELECT CONCAT(EVENT_NAME, ' ', EVENT_DEFINITION) AS text FROM information_schema.EVENTS
    UNION ALL SELECT CONCAT(ROUTINE_NAME, ' ', ROUTINE_DEFINITION) FROM information_schema.ROUTINES
      WHERE ROUTINE_SCHEMA = 'app'`;
  const [onA = [], onB = []] = await Promise.all(
    [a, b].map(async side => (await side.rows(query)).map(({ text }) => String(text)).sort()),
  );
  if (onA.join() !== onB.join()) throw new Error(`${onA.join()} and ${onB.join()} differ`);
  return onA;
}

flavorTest(
  'events that are over when a deploy is put back count as back, and that is said',
  async (t, image) => {
    t.timeout(120_000);
    const pair = await wiredPair(t, image);
    await halfDone(pair, /^ALTER .*EVENT `kept/);
    await letPass([pair.a, pair.b], 2036);
    const back = await pair.dbshift('recover', '--lock-timeout', '30s');
    t.is(back.code, 0, back.stderr);
    t.regex(
      back.stdout + back.stderr,
      /put back as it was.*, but for what is over by now and counts as there: event once, event until_then/,
    );
    t.deepEqual(await bodies(pair), ['hello SELECT 2036 AS said', 'kept SET @x = 2036', 'z SET @x = 2036']);
    const done = await pair.dbshift('procs', 'deploy');
    t.is(done.code, 0, done.stderr);
    t.is((await bodies(pair)).length, 5);
  },
);

eitherTest('a deploy whose events have run since it died is finished all the same', async (t, image) => {
  t.timeout(120_000);
  const pair = await wiredPair(t, image);
  await halfDone(pair, /^INSERT IGNORE INTO dbshift\.deploys .*'end'/s);
  // As its scheduler does.
  await pair.a.send('DROP EVENT once');
  await letPass([pair.a, pair.b], 2037, 'event:once');
  const ended = await pair.dbshift('recover', '--lock-timeout', '30s');
  t.is(ended.code, 0, ended.stderr);
  t.regex(ended.stdout + ended.stderr, /was finished.* over by now and counts as there: event once/);
});

eitherTest(
  'events that were over when their turn in a run came are named, and count as there',
  async (t, image) => {
    t.timeout(120_000);
    const pair = await programPair(t, image);
    await pair.write(events(2036));
    t.is((await pair.dbshift('procs', 'deploy')).code, 0);
    await pair.write(events(2037));
    const waiting = await pair.dbshift('procs', 'deploy', '--via-flip');
    t.is(waiting.code, 3, waiting.stdout + waiting.stderr);
    for (const server of [pair.a, pair.b]) {
      await server.send('SET SESSION sql_log_bin = 0');
      await server.send(
        "UPDATE dbshift.journal SET entry = REPLACE(entry, '2037-01-01', '2020-01-01') WHERE kind = 'open'",
      );
    }
    const done = await pair.dbshift('procs', 'deploy', '--via-flip', '--yes');
    t.is(done.code, 0, done.stdout + done.stderr);
    t.regex(
      done.stdout,
      /event once\n.*event until_then +is over by the clock of server b .*counts as there/u,
    );
    t.notRegex(done.stdout, /event kept +is over/u);
    const servers = { a: await sessionOn(t, pair.sandbox, 'a'), b: await sessionOn(t, pair.sandbox, 'b') };
    t.deepEqual(await bodies(servers), [
      'hello SELECT 2037 AS said',
      'kept SET @x = 2037',
      'z SET @x = 2037',
    ]);
    const differs = await pair.dbshift('procs', 'diff');
    t.regex(differs.stdout, /event once/, 'the file has a time that is to come');
  },
);

eitherTest('no version of an event comes back that is over', async (t, image) => {
  const { a, b, write, dbshift, all } = await programPair(t, image);
  await write(events(2036));
  t.is((await dbshift('procs', 'deploy')).code, 0);
  await write(events(2037));
  t.is((await dbshift('procs', 'deploy')).code, 0);
  await letPass([a, b], 2036);
  const before = await all();
  const refused = await dbshift('procs', 'rollback', 'once');
  t.is(refused.code, 3, refused.stdout + refused.stderr);
  t.regex(refused.stderr, /event once was to run for the last time before now/);
  t.deepEqual(await all(), before);
  const kept = await dbshift('procs', 'rollback', 'kept');
  t.is(kept.code, 0, kept.stderr);
});
