/** Lint of stored programs as a user meets it: places, exit codes, what the configuration accepts. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { runCli } from '../../helpers/run-cli.js';
import { eitherTest } from '../../helpers/server-test.js';

const freshPair = freshPairs();

const faulty = `CREATE DEFINER = 'root'@'localhost' PROCEDURE remove_member(ip VARCHAR(45))
  SQL SECURITY DEFINER
  DELETE FROM members WHERE ip = ip;
`;

const write = async ({ folder }: Sandbox, name: string, text: string): Promise<void> => {
  await mkdir(join(folder, 'procedures'), { recursive: true });
  await writeFile(join(folder, 'procedures', name), text);
};

eitherTest(
  'lint of programs tells place and fix, and errors end with 3 until they are accepted',
  async (t, image) => {
    const { sandbox, a } = await freshPair(t, image);
    await a.send('CREATE TABLE app.members (ip VARCHAR(45) PRIMARY KEY)');
    await write(sandbox, 'remove_member.sql', faulty);
    const here = { cwd: sandbox.folder };
    const refused = await runCli(['procs', 'lint'], here);
    t.is(refused.code, 3, refused.stdout + refused.stderr);
    t.true(
      refused.stdout.includes('procedures/remove_member.sql:3:29: error shadowed-column: remove_member.ip: '),
      refused.stdout,
    );
    t.regex(refused.stdout, /1 program: 1 error$/mu);
    const [yaml = ''] = /lint: \{.*\}/u.exec(refused.stdout) ?? [];
    await appendFile(sandbox.configFile, `${yaml}\n`);
    const accepted = await runCli(['procs', 'lint', '--json'], here);
    t.is(accepted.code, 0, accepted.stdout + accepted.stderr);
    const { findings } = JSON.parse(accepted.stdout) as {
      findings: readonly { readonly accepted: string | null }[];
    };
    t.deepEqual(
      findings.map(finding => finding.accepted),
      ['…'],
    );
  },
);

eitherTest('only the programs that are named are linted, and warnings end with 0', async (t, image) => {
  const { sandbox, a } = await freshPair(t, image);
  await a.send('CREATE TABLE app.members (ip VARCHAR(45) PRIMARY KEY)');
  await write(sandbox, 'remove_member.sql', faulty);
  await write(
    sandbox,
    'now.sql',
    "CREATE DEFINER = 'dbshift'@'127.0.0.1' PROCEDURE now_utc() SELECT UTC_TIMESTAMP();\n",
  );
  const named = await runCli(['procs', 'lint', 'now_utc'], { cwd: sandbox.folder });
  t.is(named.code, 0, named.stdout + named.stderr);
  t.regex(named.stdout, /procedures\/now\.sql:1:\d+: warning security-unstated: now_utc: /u);
  const unknown = await runCli(['procs', 'lint', 'nwo_utc'], { cwd: sandbox.folder });
  t.is(unknown.code, 64, unknown.stdout + unknown.stderr);
  t.regex(unknown.stderr, /did you mean now_utc\?/u);
  const deploy = await runCli(['procs', 'deploy', 'now_utc', '--dry-run'], { cwd: sandbox.folder });
  t.regex(deploy.stdout, /procedures\/now\.sql:1:\d+ +now_utc: does not say SQL SECURITY/u, deploy.stderr);
  t.is(deploy.code, 1);
  t.false(deploy.stdout.includes('remove_member'));
  // The least that the account may do is enough to see that the definers are there.
  t.notRegex(named.stdout, /definer-(?:missing|unknown)/u);
});

eitherTest('a deploy with a fault is refused, and changes nothing', async (t, image) => {
  const { sandbox, a, b } = await freshPair(t, image);
  await a.send('CREATE TABLE app.members (ip VARCHAR(45) PRIMARY KEY)');
  await write(sandbox, 'remove_member.sql', faulty);
  const refused = await runCli(['procs', 'deploy'], { cwd: sandbox.folder });
  t.is(refused.code, 3, refused.stdout + refused.stderr);
  t.regex(refused.stderr, /call the parameter otherwise, such as _ip/u);
  for (const session of [a, b])
    t.deepEqual(
      await session.rows("SELECT 1 FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'app'"),
      [],
    );
});
