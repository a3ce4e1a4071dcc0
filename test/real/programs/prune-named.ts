/** `procs deploy --prune NAME` drops no more than was named, and nothing that a file's program needs. */
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest } from '../../helpers/server-test.js';

const made = `CREATE FUNCTION f() RETURNS INT NO SQL DETERMINISTIC RETURN 1;
CREATE VIEW base AS SELECT 1 AS x;
CREATE VIEW free AS SELECT 1 AS x;
`;
const needing = 'CREATE VIEW top AS SELECT f() AS n, x FROM base;\n';

eitherTest('what a program of a file needs is not dropped by name either', async (t, image) => {
  const { a, write, dbshift, all } = await programPair(t, image);
  await write(made + needing);
  t.is((await dbshift('procs', 'deploy')).code, 0);
  const before = await all();
  await write(needing);
  for (const more of [['f'], ['base'], ['f', '--via-flip', '--yes'], ['base', '--via-flip', '--dry-run']]) {
    const refused = await dbshift('procs', 'deploy', '--prune', ...more);
    t.is(refused.code, 3, refused.stdout + refused.stderr);
    t.regex(refused.stderr, /procedures\/all\.sql:1:1 .*top/);
  }
  t.deepEqual(await all(), before);
  const dropped = await dbshift('procs', 'deploy', '--prune', 'free');
  t.is(dropped.code, 0, dropped.stderr);
  t.deepEqual(await a.row('SELECT n, x FROM top'), { n: 1, x: 1 });
  t.is((await dbshift('procs', 'deploy', '--prune', 'nowhere')).code, 64);
});
