/** Grants on single procedures and functions: what a DROP takes comes back, and nothing else does. */
import type { ExecutionContext } from 'ava';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import type { Row, Session } from '../../../src/server/connection.js';
import { deployOver, type WiredPair, wiredPair } from '../../helpers/killed-deploy.js';
import { programPair } from '../../helpers/program-pair.js';
import { eitherTest, mariadbTest, mysqlTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

/** As servers write it, so that nothing of ours reads it. */
const written = (session: Session): Promise<readonly Row[]> =>
  session.rows(
    `SELECT User, Host, Routine_name, Routine_type, Proc_priv FROM mysql.procs_priv
      WHERE Db = 'app' ORDER BY 3, 1, 2`,
  );

const privilegesOf = async (session: Session, user: string): Promise<unknown> =>
  (await written(session)).filter(({ User }) => User === user).map(row => String(row.Proc_priv));

/** The last one takes more bytes than the column has characters. */
const names = ['größe', 'GRÜẞE', '日本', 'x\u0081\u0085', 'Mixed', '日'.repeat(40)];

const procedures = (n: number, more = ''): string =>
  names.map(name => `CREATE PROCEDURE \`${name}\`() SELECT ${n} AS said;\n`).join('') + more;

mysqlTest('grants on routines whose names go beyond ASCII come back', async (t, image) => {
  t.timeout(120_000);
  const pair = await programPair(t, image);
  const { a, b, write, dbshift } = pair;
  await write(procedures(1));
  t.is((await dbshift('procs', 'deploy')).code, 0);
  await a.send("CREATE USER clerk@'%', `bücher`@'%'");
  for (const name of names) await a.send(`GRANT EXECUTE ON PROCEDURE \`${name}\` TO clerk@'%'`);
  await a.send("GRANT ALTER ROUTINE ON PROCEDURE `größe` TO `bücher`@'%' WITH GRANT OPTION");
  await until('the passive has them', async () => (await written(b)).length > names.length);
  const grants = await written(a);
  const same = async (): Promise<void> => {
    for (const side of [a, b]) t.deepEqual(await written(side), grants);
  };
  await write(procedures(2));
  const replaced = await dbshift('procs', 'deploy');
  t.is(replaced.code, 0, replaced.stderr);
  await same();
  await a.send('CREATE TABLE rows_of (n INT)');
  await a.send("CREATE DEFINER = 'dbshift'@'127.0.0.1' VIEW last_of_all AS SELECT n FROM rows_of");
  await a.send('START TRANSACTION');
  await a.rows('SELECT n FROM last_of_all');
  await write(procedures(3, 'CREATE VIEW last_of_all AS SELECT 1 AS n FROM rows_of;'));
  const back = await dbshift('procs', 'deploy');
  await a.send('COMMIT');
  t.is(back.code, 2, back.stdout);
  t.regex(back.stderr, /nothing is changed/);
  await same();
  const flipped = await dbshift('procs', 'deploy', '--via-flip', '--yes');
  t.is(flipped.code, 0, flipped.stderr);
  for (const side of [await pair.sandbox.root('a'), await pair.sandbox.root('b')]) {
    t.deepEqual(await written(side), grants);
    await side.close();
  }
});

mariadbTest(
  'a privilege that the applier gives a definer by itself is none that a deploy misses',
  async (t, image) => {
    const { a, b, sandbox, write, dbshift } = await programPair(t, image);
    await a.send("CREATE USER clerk@'%'");
    const text = (n: number) => `CREATE DEFINER = clerk@'%' PROCEDURE hello() SELECT ${n} AS said;`;
    await write(text(1));
    t.is((await dbshift('procs', 'deploy')).code, 0);
    await a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
    const automatic = async () => String(await privilegesOf(b, 'clerk'));
    await until('the passive has both', async () => (await automatic()) === 'Execute,Alter Routine');
    t.deepEqual(await privilegesOf(a, 'clerk'), ['Execute']);
    const flipped = await dbshift('flip', '--yes');
    t.is(flipped.code, 0, flipped.stderr);
    await write(text(2));
    const done = await dbshift('procs', 'deploy');
    t.is(done.code, 0, done.stderr);
    for (const side of ['a', 'b'] as const) {
      const session = await sandbox.root(side);
      t.regex(String(await privilegesOf(session, 'clerk')), /Execute/);
      await session.close();
    }
  },
);

const three = (n: number): string => `CREATE PROCEDURE hello() SELECT ${n} AS said;
CREATE PROCEDURE bye() SELECT ${n} AS said;
CREATE VIEW one AS SELECT ${n} AS two;
`;

/** A deploy that died when the active had both procedures and not the view; `boss` was granted `hello` before. */
async function half(t: ExecutionContext, image: ServerImage): Promise<WiredPair> {
  const lab = await wiredPair(t, image);
  await lab.write(three(1));
  t.is((await lab.dbshift('procs', 'deploy')).code, 0);
  await lab.a.send("CREATE USER boss@'%', clerk@'%', ghost@'%'");
  for (const name of ['boss', 'ghost']) await lab.a.send(`GRANT EXECUTE ON PROCEDURE hello TO ${name}@'%'`);
  await until('the passive has them', async () => (await written(lab.b)).length === 2);
  await lab.write(three(2));
  await deployOver(lab, (_, statement) => /^CREATE .*PROCEDURE `?bye/.test(statement));
  return lab;
}

mysqlTest(
  'what was granted since a deploy died is there when it is put back, and who is gone since gets nothing',
  async (t, image) => {
    const lab = await half(t, image);
    await lab.a.send("GRANT EXECUTE ON PROCEDURE hello TO clerk@'%'");
    await lab.a.send("DROP USER ghost@'%'");
    const recovered = await lab.dbshift('recover', '--lock-timeout', '30s');
    t.is(recovered.code, 0, recovered.stderr);
    t.regex(recovered.stdout + recovered.stderr, /ghost@% had EXECUTE, and is gone/);
    for (const side of [lab.a, lab.b]) {
      t.is((await side.rows('CALL hello()')).flat().at(0)?.said, 1);
      for (const user of ['boss', 'clerk']) t.deepEqual(await privilegesOf(side, user), ['Execute']);
      t.deepEqual(await privilegesOf(side, 'ghost'), []);
    }
  },
);

mariadbTest(
  'what was revoked since a deploy died is not given back where nothing was dropped',
  async (t, image) => {
    const lab = await half(t, image);
    await lab.a.send("REVOKE EXECUTE ON PROCEDURE hello FROM boss@'%'");
    const recovered = await lab.dbshift('recover', '--lock-timeout', '30s');
    t.is(recovered.code, 0, recovered.stderr);
    for (const side of [lab.a, lab.b]) {
      t.is((await side.rows('CALL hello()')).flat().at(0)?.said, 1);
      t.deepEqual(await privilegesOf(side, 'boss'), []);
      t.deepEqual(await privilegesOf(side, 'ghost'), ['Execute']);
    }
  },
);

mysqlTest(
  'what was revoked of a procedure that a dead deploy had not reached stays revoked',
  async (t, image) => {
    const lab = await wiredPair(t, image);
    await lab.write(three(1));
    t.is((await lab.dbshift('procs', 'deploy')).code, 0);
    await lab.a.send("CREATE USER boss@'%'");
    for (const name of ['hello', 'bye']) await lab.a.send(`GRANT EXECUTE ON PROCEDURE ${name} TO boss@'%'`);
    await until('the passive has them', async () => (await written(lab.b)).length === 2);
    await lab.write(three(2));
    const first: string[] = [];
    await deployOver(lab, (_, statement) => {
      const made = /^CREATE .*PROCEDURE `?(hello|bye)/.exec(statement)?.[1];
      if (made !== undefined) first.push(made);
      return made !== undefined;
    });
    const untouched = first[0] === 'hello' ? 'bye' : 'hello';
    await lab.a.send(`REVOKE EXECUTE ON PROCEDURE ${untouched} FROM boss@'%'`);
    const recovered = await lab.dbshift('recover', '--lock-timeout', '30s');
    t.is(recovered.code, 0, recovered.stderr);
    for (const side of [lab.a, lab.b]) {
      const left = (await written(side)).map(({ Routine_name }) => Routine_name);
      t.deepEqual(left, [first[0]]);
    }
  },
);

eitherTest(
  'a rollback of a dropped procedure gives back the grants that went with it, and names who is gone',
  async (t, image) => {
    const { a, b, write, dbshift } = await programPair(t, image);
    await write('CREATE PROCEDURE `größe`() SELECT 1 AS said;\nCREATE PROCEDURE kept() SELECT 1;');
    t.is((await dbshift('procs', 'deploy')).code, 0);
    await a.send("CREATE USER clerk@'%', ghost@'%'");
    for (const user of ['clerk', 'ghost'])
      await a.send(`GRANT EXECUTE ON PROCEDURE \`größe\` TO ${user}@'%'`);
    await until('the passive has them', async () => (await written(b)).length === 2);
    await write('CREATE PROCEDURE kept() SELECT 1;');
    const pruned = await dbshift('procs', 'deploy', '--prune');
    t.is(pruned.code, 0, pruned.stderr);
    t.deepEqual(await written(a), []);
    await a.send("DROP USER ghost@'%'");
    const back = await dbshift('procs', 'rollback', 'größe');
    t.is(back.code, 0, back.stderr);
    t.regex(back.stdout, /created procedure größe, given back: EXECUTE to clerk@%/);
    t.regex(back.stdout + back.stderr, /ghost@% had EXECUTE, and is gone/);
    for (const side of [a, b]) {
      t.deepEqual(await privilegesOf(side, 'clerk'), ['Execute']);
      t.is((await side.rows('CALL `größe`()')).flat().at(0)?.said, 1);
      t.deepEqual(await side.rows("SELECT User FROM mysql.user WHERE User = 'ghost'"), []);
    }
  },
);
