/** `dbshift procs test` as people run it: no pair is anywhere. */
import { spawn } from 'node:child_process';
import test, { type ExecutionContext } from 'ava';
import { scratchPrefix } from '../../../src/grants/shared-privileges.js';
import { bringUpServer, type LocalServer } from '../../../src/sandbox/bring-up-server.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openSession, type Session } from '../../../src/server/connection.js';
import { membersTable, ownProject, procsProject } from '../../helpers/procs-project.js';
import { cliFile, runCli } from '../../helpers/run-cli.js';
import { eitherTest, flavorTest, mariadbTest } from '../../helpers/server-test.js';
import { until } from '../../helpers/until.js';

type Told = {
  readonly tests: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly failure?: { readonly line: number; readonly message: string; readonly diff?: string };
  }[];
};

/** What each test ended with, by its name. */
async function failuresIn(cwd: string, args: readonly string[]) {
  const { code, stdout, stderr } = await runCli(['procs', 'test', '--json', ...args], { cwd });
  const { tests } = JSON.parse(stdout) as Told;
  return { code, stderr, tests, byName: new Map(tests.map(each => [each.name, each.failure])) };
}

flavorTest('the tests of the programs of this repository pass', async (t, image) => {
  const cwd = await ownProject(t);
  const { code, stdout, stderr } = await runCli(['procs', 'test', '--server', image.name], { cwd });
  t.is(code, 0, stdout + stderr);
  const [version, plan, ...lines] = stdout.trimEnd().split('\n');
  const points = lines.filter(line => line.startsWith('ok '));
  t.is(version, 'TAP version 13');
  t.is(plan, `1..${points.length}`);
  t.is(lines.at(-1), `# ${points.length} passed, 0 failed`);
  for (const name of ['register_lb', 'deregister_lb', 'expire_lb'])
    t.true(
      points.some(line => line.includes(`/${name}.sql: `)),
      name,
    );
});

const everyValue = `-- test: every kind of value is as the clients print it
CALL every_value();
-- | n    | amount | ratio | at                  | frac        | bits   | bytes    | text    | blank | big                  |
-- | NULL | 1.50   | 1e20  | 2026-01-02 03:04:05 | 01:02:03.50 | 0x05   | 0x00FF7C | 😀 'a'  |       | 18446744073709551615 |

-- | again |
-- | 'NULL' |

-- expect: no rows
`;

const everyValueProgram = `DELIMITER $$
CREATE DEFINER = 'nobody'@'nowhere' PROCEDURE every_value() SQL SECURITY DEFINER
BEGIN
  SELECT NULL AS n, CAST(1.5 AS DECIMAL(10,2)) AS amount, 1e20 AS ratio, TIMESTAMP'2026-01-02 03:04:05' AS at,
         TIME'01:02:03.50' AS frac, b'101' AS bits, x'00FF7C' AS bytes, '😀 ''a''' AS text, '' AS blank,
         CAST(18446744073709551615 AS UNSIGNED) AS big;
  SELECT 'NULL' AS again;
  SELECT ip FROM members;
END $$`;

flavorTest('values, several results, and a definer that is not there', async (t, image) => {
  const files = { 'procedures/every_value.sql': everyValueProgram, 'procedures/test/values.sql': everyValue };
  const { code, tests } = await failuresIn(await procsProject(t, files), ['--server', image.name]);
  t.is(tests[0]?.failure, undefined, tests[0]?.failure?.diff);
  t.is(code, 0);
});

const failing = `INSERT INTO members VALUES (1, 10), (2, 20);

-- test: other rows
SELECT ip, n FROM members ORDER BY ip;
-- | ip | n  |
-- | 1  | 10 |
-- | 2  | 21 |

-- test: no error
CALL total();
-- expect error 45000: too much

-- test: an error
SELECT * FROM absent;

-- test: leaves its schema by USE
USE mysql;

-- test: leaves its schema by name
CREATE TABLE mysql.made_by_a_test (n INT);

-- test: leaves its schema by a program
CREATE PROCEDURE leave_schema() SQL SECURITY DEFINER DELETE FROM mysql.user;
CALL leave_schema();

-- test: changes rows for nobody else
DELETE FROM members;

-- test: has the rows of nobody else
SELECT * FROM members;
-- expect: 2 rows
`;

flavorTest('what fails is told with its line and the difference; the others pass', async (t, image) => {
  const total = 'CREATE PROCEDURE total() SQL SECURITY INVOKER SELECT SUM(n) AS total FROM members;\n';
  const files = { 'procedures/total.sql': total, 'procedures/test/failing.sql': failing };
  const cwd = await procsProject(t, files);
  const { code, byName } = await failuresIn(cwd, ['--server', image.name, '--jobs', '8']);
  t.is(code, 2);
  t.deepEqual(byName.get('other rows'), {
    line: 5,
    message: 'the rows are not the expected ones',
    diff: '@@ -1,3 +1,3 @@\n | ip | n  |\n | 1  | 10 |\n-| 2  | 21 |\n+| 2  | 20 |\n',
  });
  t.deepEqual(byName.get('no error'), { line: 11, message: 'an error 45000 was expected, and none came' });
  t.deepEqual(byName.get('an error'), {
    line: 14,
    message: "it failed: 1146 (42S02) Table 'app.absent' doesn't exist",
  });
  for (const [name, line] of Object.entries({ USE: 17, name: 20, program: 24 })) {
    const failure = byName.get(`leaves its schema by ${name === 'program' ? 'a program' : name}`);
    t.is(failure?.line, line, name);
    t.regex(failure?.message ?? '', /^it failed: (1044|1142) \(42000\) /, name);
  }
  t.is(byName.get('changes rows for nobody else'), undefined);
  t.is(byName.get('has the rows of nobody else'), undefined);
});

const nothing = 'CREATE PROCEDURE nothing() SQL SECURITY INVOKER DO 0;\n';

eitherTest('a test that does not end fails after its time, at its line', async (t, image) => {
  const text = 'SELECT 1;\nSELECT SLEEP(1000);\n';
  const cwd = await procsProject(t, { 'procedures/test/slow.sql': text, 'procedures/nothing.sql': nothing });
  const { code, byName } = await failuresIn(cwd, ['--server', image.name, '--timeout', '1s']);
  t.is(code, 2);
  t.deepEqual(byName.get('slow'), { line: 2, message: 'it did not end within 1 s' });
});

eitherTest(
  'a program that no server takes is told with its place, before any test runs',
  async (t, image) => {
    const program = '\nCREATE PROCEDURE broken() SQL SECURITY INVOKER SELEKT 1;\n';
    const files = { 'procedures/broken.sql': program, 'procedures/test/one.sql': 'SELECT 1;' };
    const cwd = await procsProject(t, files);
    const { code, stdout, stderr } = await runCli(['procs', 'test', '--server', image.name], { cwd });
    t.is(code, 3);
    t.is(stdout, '');
    t.regex(stderr, /procedures\/broken\.sql:2:/);
  },
);

test('tests that cannot be read are told all at once, and no server is started', async t => {
  const files = {
    'procedures/test/one.sql': 'SELECT 1;\n-- expect two rows\n',
    'procedures/test/two.sql': "SELECT 'x",
    'procedures/test/three.sql': new Uint8Array([0x53, 0xff]),
  };
  const cwd = await procsProject(t, files);
  const { code, stderr } = await runCli(['procs', 'test'], { cwd });
  t.is(code, 78);
  for (const place of ['one.sql:2:1', 'two.sql:1:8', 'three.sql:1:2']) t.true(stderr.includes(place), stderr);
  const missing = await runCli(['procs', 'test', 'procedures/test/four.sql'], { cwd });
  t.is(missing.code, 78);
  t.regex(missing.stderr, /four\.sql.*ENOENT/);
});

test('a project without tests has not passed them', async t => {
  for (const files of [{}, { 'procedures/test/README': 'none yet' }]) {
    const { code, stderr } = await runCli(['procs', 'test'], { cwd: await procsProject(t, files) });
    t.is(code, 78);
    t.regex(stderr, /there are no tests.*\n.*docs\/procs-test\.md/s);
  }
});

/** A project whose tests run on a server that has other things too. */
async function onSharedServer(t: ExecutionContext, image: ServerImage, tests: string) {
  const server = await bringUpServer(image, {
    'event-scheduler': 'OFF',
    'log-bin-trust-function-creators': 'ON',
  });
  t.teardown(() => server.down());
  const session = await openSession(server.root);
  t.teardown(() => session.close());
  const files = { ...membersTable, 'procedures/test/one.sql': tests, 'procedures/nothing.sql': nothing };
  const cwd = await procsProject(t, files, 'workspace: { url: { env: WORKSPACE_URL } }\n');
  return { session, cwd, env: { WORKSPACE_URL: urlOf(server) } };
}

function urlOf({ root: { host, port, user, password } }: LocalServer): string {
  return `mysql://${user}:${encodeURIComponent(password)}@${host}:${port}`;
}

async function leftOn(session: Session): Promise<readonly unknown[]> {
  return session.rows(
    `SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '${scratchPrefix}%'
      UNION ALL SELECT user FROM mysql.user WHERE user LIKE '${scratchPrefix}%'`,
  );
}

mariadbTest('nothing stays on the server of workspace.url, whatever the tests do', async (t, image) => {
  const tests =
    '-- test: one\nSELECT 1;\n-- test: two\nSELECT nothing;\n-- test: three\nSTART TRANSACTION;\nDELETE FROM members;\n';
  const { session, cwd, env } = await onSharedServer(t, image, tests);
  const { code, stdout } = await runCli(['procs', 'test', '--jobs', '3'], { cwd, env });
  t.is(code, 2);
  t.regex(stdout, /# on workspace \(127\.0\.0\.1:\d+\)\n/);
  t.regex(stdout, /# 2 passed, 1 failed\n$/);
  t.deepEqual(await leftOn(session), []);
});

mariadbTest('Ctrl-C ends the tests that run, and nothing of them stays', async (t, image) => {
  const { session, cwd, env } = await onSharedServer(t, image, 'SELECT SLEEP(1000);\n');
  const options = { cwd, env: { ...process.env, ...env }, stdio: 'ignore' as const };
  const child = spawn(process.execPath, [cliFile, 'procs', 'test'], options);
  const ended = new Promise(resolve => child.once('close', resolve));
  const running = `SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT SLEEP(1000%'`;
  await until('the test runs', async () => (await session.row(running)) !== undefined);
  child.kill('SIGINT');
  t.is(await ended, 75);
  t.is(await session.row(running), undefined);
  t.deepEqual(await leftOn(session), []);
});
