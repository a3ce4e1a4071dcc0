/** Triggers of one table and moment run one after the other: deploys bring them into the order of the files. */
import type { ExecutionContext } from 'ava';
import { type Side, sides } from '../../../src/pair/side.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { deployOver, wiredPair } from '../../helpers/killed-deploy.js';
import { type ProgramPair, programPair } from '../../helpers/program-pair.js';
import { eitherTest, flavorTest, mysqlTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const owner = "DEFINER = 'dbshift'@'127.0.0.1'";
const tables = ['rows_of', 'others'];

const trigger = (name: string, n = 1, table = 'rows_of'): string =>
  `CREATE TRIGGER ${name} BEFORE INSERT ON ${table} FOR EACH ROW SET NEW.n = ${n};\n`;

const files = (names: readonly string[], n = 1): string => names.map(name => trigger(name, n)).join('');

const makeTables = async ({ a }: ProgramPair): Promise<void> => {
  for (const table of tables)
    await a.send(`CREATE TABLE ${table} (id INT AUTO_INCREMENT PRIMARY KEY, n INT)`);
};

/** `b` has it when replication has brought it. */
async function byHand(pair: ProgramPair, sql: string): Promise<void> {
  await pair.a.send(sql);
  const [on] = await orders(pair);
  await until('b has it', async () => JSON.stringify((await orders(pair))[1]) === JSON.stringify(on));
}

async function orders(pair: ProgramPair): Promise<readonly (readonly string[])[]> {
  return Promise.all(sides.map(side => orderOn(pair, side)));
}

/** `rows_of: t1, t2`: all that run before an INSERT. */
async function orderOn(pair: ProgramPair, side: Side): Promise<readonly string[]> {
  const found = await pair[side].rows<{ readonly on: string; readonly name: string }>(
    `SELECT EVENT_OBJECT_TABLE AS \`on\`, TRIGGER_NAME AS name FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = 'app' ORDER BY ACTION_ORDER`,
  );
  return tables.map(table => {
    const names = found.filter(({ on }) => on === table).map(({ name }) => name);
    return [`${table}:`, ...names].join(' ');
  });
}

async function opened(t: ExecutionContext, image: ServerImage): Promise<ProgramPair> {
  const pair = await programPair(t, image);
  await makeTables(pair);
  return pair;
}

const deployed = async (t: ExecutionContext, pair: ProgramPair, sql: string, ...flags: readonly string[]) => {
  await pair.write(sql);
  const { code, stdout, stderr } = await pair.dbshift('procs', 'deploy', ...flags);
  t.is(code, 0, stdout + stderr);
  return stdout;
};

const runs = async (t: ExecutionContext, pair: ProgramPair, rowsOf: string, others = '') => {
  const both = [`rows_of: ${rowsOf}`.trim(), `others: ${others}`.trim()];
  t.deepEqual(await orders(pair), [both, both]);
};

flavorTest(
  'triggers come into the order of the files on both servers, around those that no file has',
  async (t, image) => {
    t.timeout(300_000);
    const pair = await opened(t, image);
    await deployed(t, pair, files(['t1', 't2', 't3', 't4']));
    const moved = await deployed(t, pair, files(['t3', 't4', 't1', 't2']));
    await runs(t, pair, 't3 t4 t1 t2');
    t.regex(moved, /2 programs read back/, 'the others stay');
    t.regex((await pair.dbshift('procs', 'deploy')).stdout, /nothing to do/);

    await byHand(pair, `CREATE ${owner} TRIGGER hand BEFORE INSERT ON rows_of FOR EACH ROW SET @hand = 5`);
    t.regex(await deployed(t, pair, files(['t3', 't4', 't1', 't2'])), /nothing to do/);
    await deployed(t, pair, files(['t1', 't2', 't3', 't4', 't5'], 2));
    const [[order = ''] = []] = await orders(pair);
    await runs(t, pair, order.slice('rows_of: '.length));
    t.is(order.replace(' hand', ''), 'rows_of: t1 t2 t3 t4 t5');
    t.regex(order, / hand$/, 'behind what was there, as before');
    await byHand(pair, 'DROP TRIGGER hand');

    await deployed(t, pair, trigger('t1') + trigger('t4', 1, 'others') + files(['t3', 't2', 't5']));
    await runs(t, pair, 't1 t3 t2 t5', 't4');
    const history = await pair.dbshift('procs', 'history', '--json');
    t.false(
      JSON.parse(history.stdout).some(({ how }: { how: string }) => how === 'found'),
      history.stdout,
    );

    await pair.b.send('SET SESSION sql_log_bin = 0');
    for (const name of ['t1', 't3', 't2', 't5']) await pair.b.send(`DROP TRIGGER ${name}`);
    await deployed(t, pair, files(['t5', 't2', 't3', 't1']), '--prune');
    await runs(t, pair, 't5 t2 t3 t1');
  },
);

eitherTest(
  'views of the passive come back though those of the active read each other the other way round',
  async (t, image) => {
    t.timeout(120_000);
    const pair = await opened(t, image);
    await deployed(
      t,
      pair,
      'CREATE VIEW v2 AS SELECT id, n FROM rows_of;\nCREATE VIEW v1 AS SELECT n FROM v2;\n',
    );
    await pair.b.send('SET SESSION sql_log_bin = 0');
    for (const name of ['v1', 'v2']) await pair.b.send(`DROP VIEW ${name}`);
    const other = 'CREATE VIEW v1 AS SELECT n FROM rows_of;\nCREATE VIEW v2 AS SELECT 1 AS id, n FROM v1;\n';
    t.regex(await deployed(t, pair, other), /2 programs read back on both servers/);
  },
);

flavorTest(
  'triggers that a killed deploy has moved come back into their order, also when one that they followed is gone',
  async (t, image) => {
    t.timeout(300_000);
    const pair = await wiredPair(t, image);
    await makeTables(pair);
    await byHand(pair, `CREATE ${owner} TRIGGER hand BEFORE INSERT ON rows_of FOR EACH ROW SET @hand = 5`);
    await deployed(t, pair, files(['t1', 't2', 't3', 't4']));
    await runs(t, pair, 'hand t1 t2 t3 t4');
    const before = await pair.all();
    // The event comes last: without it the deploy was done.
    await pair.write(
      `${files(['t3', 't4', 't1', 't2'])}CREATE EVENT tick ON SCHEDULE EVERY 1 DAY DO SET @x = 1;\n`,
    );
    for (const name of ['t3', 't4']) {
      await deployOver(
        pair,
        (_, statement) => new RegExp(`^CREATE .*TRIGGER \`${name}\``).test(statement),
        [],
      );
      t.is((await pair.dbshift('recover', '--lock-timeout', '30s')).code, 0);
      await runs(t, pair, 'hand t1 t2 t3 t4');
      t.deepEqual(await pair.all(), before);
    }
    await pair.write(files(['t1', 't2', 't3', 't4'], 2));
    await deployOver(pair, (_, statement) => /^CREATE .*TRIGGER `t2`/.test(statement), []);
    await byHand(pair, 'DROP TRIGGER hand');
    const recovered = await pair.dbshift('recover', '--lock-timeout', '30s');
    t.is(recovered.code, 0, recovered.stdout + recovered.stderr);
    await runs(t, pair, 't1 t2 t3 t4');
  },
);

eitherTest('a version that followed a trigger which is gone by now comes back', async (t, image) => {
  t.timeout(120_000);
  const pair = await opened(t, image);
  await deployed(t, pair, files(['t1', 't2']));
  await deployed(t, pair, files(['t2', 't3'], 2), '--prune');
  const back = await pair.dbshift('procs', 'rollback', 't2');
  t.is(back.code, 0, back.stdout + back.stderr);
  await runs(t, pair, 't2 t3');
  const text = await pair.b.row(
    "SELECT ACTION_STATEMENT AS body FROM information_schema.TRIGGERS WHERE TRIGGER_NAME = 't2'",
  );
  t.is(text?.body, 'SET NEW.n = 1');
  await deployed(t, pair, files(['t0', 't2', 't3'], 2));
  await deployed(t, pair, files(['t3'], 2), '--prune');
  const again = await pair.dbshift('procs', 'rollback', 't2');
  t.is(again.code, 0, again.stdout + again.stderr);
  await runs(t, pair, 't3 t2');
});

mysqlTest(
  'a trigger is renamed while its table is locked, also by case, and each row meets one',
  async (t, image) => {
    t.timeout(120_000);
    const pair = await opened(t, image);
    await pair.a.send('CREATE TABLE counted (id INT AUTO_INCREMENT PRIMARY KEY)');
    const counting = (name: string) =>
      `CREATE TRIGGER ${name} AFTER INSERT ON rows_of FOR EACH ROW INSERT INTO counted VALUES ();\n`;
    await deployed(t, pair, counting('abc'));
    const writer = await sessionOn(t, pair.sandbox, 'a');
    await writer.send('USE app');
    let writing = true;
    const written = (async () => {
      while (writing) await writer.send('INSERT INTO rows_of (n) VALUES (1)');
    })();
    await deployed(t, pair, counting('Abc'));
    await deployed(t, pair, counting('other'), '--prune');
    await deployed(t, pair, counting('abc'), '--prune');
    writing = false;
    await written;
    const count = (table: string) => pair.a.row(`SELECT COUNT(*) AS n FROM ${table}`);
    t.deepEqual(await count('counted'), await count('rows_of'));
  },
);

eitherTest('a trigger by hand on the active alone, beside one that changes, is refused', async (t, image) => {
  const pair = await opened(t, image);
  await deployed(t, pair, files(['t1']));
  await pair.a.send('SET SESSION sql_log_bin = 0');
  await pair.a.send('CREATE TRIGGER hand BEFORE INSERT ON rows_of FOR EACH ROW PRECEDES t1 SET NEW.n = 9');
  const before = await pair.all();
  await pair.write(files(['t1'], 2));
  const refused = await pair.dbshift('procs', 'deploy');
  t.is(refused.code, 3, refused.stdout + refused.stderr);
  t.regex(refused.stderr, /triggers that this deploy leaves alone differ .*: hand on a, none on b/);
  t.deepEqual(await pair.all(), before);
});
