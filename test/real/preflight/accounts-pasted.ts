/** What `dbshift grants` prints is pasted into a real server, and gives each account what it says and nothing more. */
import type { ExecutionContext } from 'ava';
import { grantees } from '../../../src/grants/account-grants.js';
import { sides } from '../../../src/pair/side.js';
import { bringUpServer } from '../../../src/sandbox/bring-up-server.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { errno } from '../../../src/server/errno.js';
import { isErrno } from '../../../src/server/server-error.js';
import { makeRegistry, pasted } from '../../helpers/registry.js';
import { runCli } from '../../helpers/run-cli.js';
import { flavorTest } from '../../helpers/server-test.js';
import { withPair } from '../../helpers/servers.js';

const password = 'paste-me';

flavorTest('what is printed for the accounts gives each what it says, and nothing more', async (t, image) => {
  const { root, as } = await withAccounts(t, image);
  const client = await as('lb_client');
  const service = await as('lb_service');
  for (const n of [1, 2, 3]) {
    await client.rows('CALL app.register_lb(?, ?, 1, ?)', [`web${n}`, `10.0.0.${n}`, `h${n}`]);
  }
  await refused(t, client, ['SELECT * FROM app.lb2_members', "CALL app.deregister_lb('10.0.0.1')"]);
  await refused(t, client, [
    'CALL app.expire_lb(1, 0)',
    'DELETE FROM app.lb2_members',
    'DROP PROCEDURE app.register_lb',
  ]);
  await refused(t, service, [
    "CALL app.register_lb('x', '10.0.0.9', 1, 'h9')",
    'DELETE FROM app.lb2_members',
  ]);
  await service.rows("CALL app.deregister_lb('10.0.0.1')");
  await root.send("UPDATE app.lb2_members SET last_seen_at = '2020-01-01'");
  await service.rows('CALL app.expire_lb(60, 1)');
  const members = await service.rows('SELECT hostname FROM app.lb2_members');
  t.is(members.length, 1, 'one member has to stay');
  const passing = pasted('application', image.flavor, password).at(-1) ?? '';
  const names = (await root.rows(passing)).map(row => Object.values(row)[0]);
  t.true(names.includes('shifter') && names.includes('root'), `${names} pass through read_only`);
  for (const name of ['app', 'repl', 'lb_client', 'lb_registry']) t.false(names.includes(name), name);
  await root.send('SET GLOBAL read_only = 1');
  await refused(t, client, ["CALL app.register_lb('x', '10.0.0.9', 1, 'h9')"], errno.readOnly);
});

/** A server with the registry, and with every account as it is printed. */
async function withAccounts(t: ExecutionContext, image: ServerImage) {
  const server = await bringUpServer(image);
  t.teardown(() => server.down());
  const as = async (user: string): Promise<Session> => {
    const own = user === 'root' ? {} : { user, password };
    const session = await openSession({ ...server.root, ...own });
    t.teardown(() => session.close());
    return session;
  };
  const root = await as('root');
  await root.send('CREATE DATABASE app');
  await root.send('USE app');
  await makeRegistry(root, image);
  for (const kind of grantees) for (const sql of pasted(kind, image.flavor, password)) await root.rows(sql);
  return { root, as };
}

async function refused(
  t: ExecutionContext,
  session: Session,
  statements: readonly string[],
  ...numbers: readonly number[]
): Promise<void> {
  const expected = numbers.length > 0 ? numbers : [errno.tableAccessDenied, programDenied];
  for (const sql of statements) {
    const error = await t.throwsAsync(session.rows(sql), undefined, sql);
    t.true(isErrno(error, ...expected), `${sql}: ${error}`);
  }
}

/** ER_PROCACCESS_DENIED_ERROR */
const programDenied = 1370;

flavorTest(
  'with a configuration a server says which flavor it is, and from where we came',
  async (t, image) => {
    const pair = await withPair(t, { image });
    const { stdout } = await runCli(['grants', '--json'], { cwd: pair.folder });
    const { flavor, database, accounts } = JSON.parse(stdout);
    t.deepEqual([flavor, database], [image.flavor, 'app']);
    t.deepEqual(
      accounts.map((one: { for: string; account: string }) => [one.for, one.account]),
      [
        ['dbshift', 'dbshift@127.0.0.1'],
        ['replication', 'repl@127.0.0.1'],
        ['application', 'app@127.0.0.1'],
      ],
    );
    for (const side of sides) await pair.stop(side);
    const unknown = await runCli(['grants'], { cwd: pair.folder });
    t.is(unknown.code, 64);
    t.regex(unknown.stderr, /--flavor mariadb or --flavor mysql/);
    const said = await runCli(['grants', '--flavor', image.flavor], { cwd: pair.folder });
    t.is(said.code, 0, said.stderr);
    t.regex(said.stdout, /CREATE USER IF NOT EXISTS 'dbshift'@'%'/);
  },
);
