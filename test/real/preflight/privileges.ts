/**
 * Every privilege of the table is needed, enough, and named when it is missing: each is taken away from the account on
 * a real passive, and given back by the very statement that preflight prints.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dbshiftPrivileges } from '../../../src/grants/dbshift-privileges.js';
import { describePlace, grantStatements } from '../../../src/grants/grant-statements.js';
import type { Privilege } from '../../../src/grants/privilege.js';
import { grantAccounts } from '../../../src/sandbox/account-grants.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { openSession } from '../../../src/server/connection.js';
import { preflight } from '../../helpers/preflight.js';
import { type Probe, probedObjects, probedSchemas, probeOf } from '../../helpers/privilege-probes.js';
import { runCli } from '../../helpers/run-cli.js';
import { mysqlTest, serverTest } from '../../helpers/server-test.js';
import { sessionOn, sharedPair } from '../../helpers/servers.js';

const pairOf = sharedPair();
const account = "'dbshift'@'127.0.0.1'";

serverTest(
  'each privilege is needed, named when it is missing, and given back by the GRANT that is named',
  async (t, image) => {
    const pair = await pairOf(t, image);
    const b = await sessionOn(t, pair, 'b');
    await b.send('SET SESSION sql_log_bin = 0');
    // Else only root may make triggers while the binlog is on.
    await b.send('SET GLOBAL log_bin_trust_function_creators = 1');
    for (const sql of probedSchemas.flatMap(probedObjects)) await b.send(sql);
    for (const privilege of dbshiftPrivileges(image.flavor, pair.database)) {
      const probe = probeOf(image.flavor, privilege);
      await b.send(revoke(privilege));
      const [finding, ...more] = await lacking(pair);
      const what = `${privilege.name} on ${describePlace(privilege.place)}`;
      t.true(finding?.message.startsWith(`${account} lacks ${what}: `), `${what}: ${finding?.message}`);
      t.deepEqual(more, [], `only ${what} is missing`);
      t.not(await failure(pair, probe), null, `without ${what}: ${probe.sql}`);
      await b.send(finding?.hint?.replace(/; [^G].*$/s, '') ?? '');
      t.is(await failure(pair, probe), null, `with ${what}: ${probe.sql}`);
      for (const sql of probe.undo ?? []) await b.send(sql);
    }
    t.deepEqual(await lacking(pair), []);
  },
);

serverTest(
  'an account that may do nothing is told all that it lacks at once, by every command',
  async (t, image) => {
    const pair = await pairOf(t, image);
    const roots = await Promise.all([sessionOn(t, pair, 'a'), sessionOn(t, pair, 'b')]);
    const position = image.flavor === 'mysql' ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS';
    const positions = () => Promise.all(roots.map(root => root.rows(position)));
    for (const root of roots) {
      await root.send('SET SESSION sql_log_bin = 0');
      await root.send(`REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${account}`);
    }
    await writeFile(join(pair.folder, 'migrations', '1.sql'), 'CREATE TABLE one (id INT PRIMARY KEY);');
    const before = await positions();
    for (const command of ['migrate', 'flip']) {
      const { code, stderr } = await runCli([command, '--yes'], { cwd: pair.folder });
      t.is(code, 3, stderr);
      for (const { name } of dbshiftPrivileges(image.flavor, pair.database, new Set(['runs'])))
        t.true(stderr.includes(name), `${command}: ${name}`);
    }
    t.deepEqual(await positions(), before);
    for (const root of roots)
      for (const sql of grantAccounts(image.flavor, pair.database)) await root.send(sql);
  },
);

const grantOf = (name: string, to: string) => `GRANT ${name} ON *.* TO ${to}`;

serverTest('a role counts when it is active at login, and how to make it so is said', async (t, image) => {
  const pair = await pairOf(t, image);
  const b = await sessionOn(t, pair, 'b');
  const [role, monitor] =
    image.flavor === 'mysql' ? ["'watcher'@'%'", 'REPLICATION CLIENT'] : ['watcher', 'SLAVE MONITOR'];
  for (const sql of [
    'SET SESSION sql_log_bin = 0',
    `CREATE ROLE ${role}`,
    grantOf(monitor, role),
    `REVOKE ${monitor} ON *.* FROM ${account}`,
    `GRANT ${role} TO ${account}`,
  ])
    await b.send(sql);
  const [finding] = await lacking(pair);
  t.true(finding?.message.startsWith(`${account} lacks ${monitor} on *.*: `), finding?.message);
  const [, advice] = /\): (SET DEFAULT ROLE .*)$/.exec(finding?.hint ?? '') ?? [];
  await b.send((advice ?? '').replace('…', role));
  t.deepEqual(await lacking(pair), []);
  await b.send(`DROP ROLE ${role}`);
  await b.send(grantOf(monitor, account));
});

mysqlTest('what was taken out of a global grant for one schema is missing there', async (t, image) => {
  const pair = await pairOf(t, image);
  const b = await sessionOn(t, pair, 'b');
  for (const sql of [
    'SET SESSION sql_log_bin = 0',
    'SET GLOBAL partial_revokes = 1',
    grantOf('INSERT', account),
    // What the schema gave is revoked first, and only the second one restricts what the server gives.
    `REVOKE INSERT ON app.* FROM ${account}`,
    `REVOKE INSERT ON app.* FROM ${account}`,
  ])
    await b.send(sql);
  const found = await lacking(pair);
  const inApp = found.find(({ message }) => message.includes(' on `app`.*'));
  t.is(inApp?.hint, `GRANT INSERT ON \`app\`.* TO ${account}`);
  t.regex(
    found.find(({ message }) => message.includes('scratch'))?.hint ?? '',
    /workspace\.url/,
    'names are no patterns now',
  );
  for (const sql of [inApp?.hint ?? '', `REVOKE INSERT ON *.* FROM ${account}`]) await b.send(sql);
  await b.send(`GRANT INSERT ON app.* TO ${account}`);
  await b.send('SET GLOBAL partial_revokes = 0');
  t.deepEqual(await lacking(pair), []);
});

function revoke(privilege: Privilege): string {
  const [grant = ''] = grantStatements([privilege], { account, literalNames: false });
  return grant.replace(/^GRANT/, 'REVOKE').replace(/ TO (?=[^ ]*$)/, ' FROM ');
}

async function lacking(pair: Sandbox) {
  return (await preflight(pair)).filter(({ id }) => id === 'privileges');
}

/** Null when it works, else why not. In a session of its own: some privileges count from the next login on. */
async function failure(pair: Sandbox, { sql }: Probe): Promise<string | null> {
  const app = await openSession(await pair.endpoint('b', 'app'));
  const session = await openSession(await pair.endpoint('b', 'dbshift'));
  try {
    if (!sql[0]?.startsWith('SET')) await session.send('SET SESSION sql_log_bin = 0');
    let rows: unknown = null;
    for (const text of sql) rows = await session.rows(text.replace('?', String(app.threadId)));
    return Array.isArray(rows) && rows.length === 0 ? 'no rows' : null;
  } catch (error) {
    return String(error);
  } finally {
    await Promise.all([session.close(), app.close()]);
  }
}
