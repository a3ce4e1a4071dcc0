/** A program that a server takes has what it was and what it is to be written down, however long both are. */
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest, everyServer, oneServerTest } from '../../helpers/server-test.js';

const long = (n: number, megabytes: number): string =>
  `DELIMITER $$\nCREATE PROCEDURE long_one() BEGIN SELECT ${n} AS said; /* ${"it's ".repeat(megabytes * 200_000)} */ END $$\n`;

/** MariaDB takes statements of 16 MB by default. */
const sizes = everyServer ? [6, 15] : [6];

oneServerTest('a body of many megabytes is deployed twice, and comes back', async (t, image) => {
  t.timeout(300_000);
  const { a, b, write, dbshift } = await programPair(t, image);
  for (const size of sizes) {
    for (const n of [1, 2]) {
      await write(long(n, size));
      const done = await dbshift('procs', 'deploy');
      t.is(done.code, 0, done.stderr.slice(0, 1000));
    }
    const back = await dbshift('procs', 'rollback', 'long_one');
    t.is(back.code, 0, back.stderr.slice(0, 1000));
    for (const side of [a, b]) t.is((await side.rows('CALL long_one()')).flat().at(0)?.said, 1);
  }
});

eitherTest('a deploy that cannot be written down is refused before anything is done', async (t, image) => {
  const { a, b, write, dbshift, all } = await programPair(t, image);
  await write('CREATE PROCEDURE hello() SELECT 1 AS said;');
  t.is((await dbshift('procs', 'deploy')).code, 0);
  const before = await all();
  for (const side of [a, b]) await side.send('SET GLOBAL max_allowed_packet = 16384');
  await write(`CREATE PROCEDURE hello() SELECT '${'x'.repeat(5000)}' AS said;`);
  const refused = await dbshift('procs', 'deploy');
  t.is(refused.code, 3, refused.stdout + refused.stderr);
  t.regex(refused.stderr, /max_allowed_packet is 16384, too little to write down what both servers have/);
  t.deepEqual(await all(), before);
});
