/** Hooks, the report and the history of a run, on a real pair. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PastRun } from '../../../src/journal/history.js';
import { makeBigTable, writeMigration } from '../../helpers/big-table.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { runCli } from '../../helpers/run-cli.js';
import { oneServerTest } from '../../helpers/server-test.js';

const freshPair = freshPairs();

const heavy = 'ALTER TABLE big MODIFY id BIGINT NOT NULL AUTO_INCREMENT;\n';

/** `before-flip` says no while the file `no` is there, and whether writes were on when it was asked. */
const hookText = `
hooks:
  before-flip: "env | grep ^DBSHIFT_ > before.txt; if [ -e no ]; then echo the backup runs >&2; exit 4; fi"
  after-flip: [/bin/sh, -c, "env | grep ^DBSHIFT_ > after.txt; exit 1"]
  on-block: "env | grep ^DBSHIFT_ > block.txt"
  on-end: "env | grep ^DBSHIFT_ >> end.txt"
reports: ./reports
`;

async function factsIn(folder: string, name: string): Promise<Readonly<Record<string, string>>> {
  const lines = (await readFile(join(folder, name), 'utf8')).trim().split('\n');
  return Object.fromEntries(lines.map(line => line.split(/=(.*)/su).slice(0, 2)));
}

oneServerTest(
  'a hook that says no blocks before the fence; when it says yes the run flips, and all of it is reported',
  async (t, image) => {
    const { sandbox, a } = await freshPair(t, image);
    const { folder, configFile } = sandbox;
    const here = { cwd: folder, env: { SECRET_OF_MINE: 'stays', DBSHIFT_PASSWORD: 'hunter2-hunter2' } };
    const config = await readFile(configFile, 'utf8');
    t.teardown(async () => {
      await writeFile(configFile, config);
      for (const name of ['no', 'before.txt', 'after.txt', 'block.txt', 'end.txt', 'reports'])
        await rm(join(folder, name), { recursive: true, force: true });
    });
    await writeFile(configFile, `${config}${hookText}`);
    await writeFile(join(folder, 'no'), '');
    await makeBigTable(a);
    await writeMigration(sandbox, '001_heavy.sql', heavy);

    const refused = await runCli(['migrate', '--yes'], here);
    t.is(refused.code, 3, refused.stderr);
    t.regex(refused.stdout, /blocked +the hook before-flip says no.*ended with code 4: the backup runs/u);
    t.notRegex(refused.stdout, / fence /u, 'nothing was fenced');
    const before = await factsIn(folder, 'before.txt');
    t.like(before, {
      DBSHIFT_HOOK: 'before-flip',
      DBSHIFT_FROM: 'a',
      DBSHIFT_TO: 'b',
      DBSHIFT_GENERATION: '1',
    });
    t.regex(before.DBSHIFT_RUN_ID ?? '', /^\d{8}T\d{6}Z?-[0-9a-f]{4}$/u);
    t.like(await factsIn(folder, 'block.txt'), {
      DBSHIFT_REASON: 'hook-refused',
      DBSHIFT_OUTCOME: 'blocked',
    });

    await rm(join(folder, 'no'));
    const done = await runCli(['migrate', '--yes'], here);
    t.is(done.code, 0, done.stdout + done.stderr);
    t.regex(done.stdout, /hooks\.after-flip +ended with code 1/u);
    const after = await factsIn(folder, 'after.txt');
    t.is(after.DBSHIFT_TO, 'b');
    t.true(Number(after.DBSHIFT_GENERATION) > Number(before.DBSHIFT_GENERATION));
    t.true(Number(after.DBSHIFT_PAUSE_MS) > 0);
    t.like(await factsIn(folder, 'end.txt'), { DBSHIFT_HOOK: 'on-end', DBSHIFT_OUTCOME: 'done' });

    const names = await readdir(join(folder, 'reports'));
    t.deepEqual(names.map(name => name.replace(/^.*\./u, '')).sort(), ['json', 'json', 'md', 'md']);
    const [first, second] = await Promise.all(
      names
        .filter(name => name.endsWith('.md'))
        .sort()
        .map(name => readFile(join(folder, 'reports', name), 'utf8')),
    );
    t.regex(
      first ?? '',
      /^# dbshift migrate: blocked\n(.*\n)*- exit code: 3\n- outcome: the hook before-flip/u,
    );
    t.regex(second ?? '', /^# dbshift migrate: done\n/u);
    t.regex(second ?? '', /## Write pauses\n(.*\n)*\| 2 \| \d+ ms \| done \|/u);
    t.regex(second ?? '', /\*\*hook-failed\*\* hooks\.after-flip/u);
    t.regex(second ?? '', /\| `fence` \| close a for writes \| /u);
    t.true((first ?? '').includes('rows are equal on both sides'));
    for (const name of names) {
      const text = await readFile(join(folder, 'reports', name), 'utf8');
      t.false(text.includes('hunter2'), name);
    }

    const history = await runCli(['history', '--json'], here);
    t.is(history.code, 0, history.stderr);
    const [run, ...others] = JSON.parse(history.stdout) as readonly PastRun[];
    t.deepEqual(others, []);
    t.like(run, { goal: 'migrate', outcome: 'done', runId: before.DBSHIFT_RUN_ID ?? '' });
    t.regex(run?.by ?? '', /^\S+@\S+$/u);
    t.is(run?.flips.length, 1);
    t.true(run?.migrations.includes('001_heavy.sql'));
    const [flip] = run?.flips ?? [];
    t.true(flip?.outcome === 'done' && flip.to === 'b' && (flip.pauseMs ?? 0) > 0);
    t.regex((await runCli(['history', '-n', '1'], here)).stdout, /migrate +\S+@\S+ +done .* ms to b/u);
  },
);

oneServerTest(
  'a pair on which nothing was ever run has no history, and a folder that cannot be written no run',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    const here = { cwd: sandbox.folder };
    const none = await runCli(['history'], here);
    t.like(none, { code: 0, stderr: '', stdout: 'no run was ever opened on this pair\n' });
    const refused = await runCli(['flip', '--yes', '--report', 'dbshift.config.yaml/reports'], here);
    t.is(refused.code, 78);
    t.regex(
      refused.stderr,
      /^error: reports cannot be written to .*dbshift\.config\.yaml\/reports \(ENOTDIR\)/u,
    );
    const kept = await runCli(['flip', '--yes', '--report', 'kept'], here);
    t.is(kept.code, 0, kept.stderr);
    t.regex(kept.stdout, /report: .*\/kept\/\d{8}T\d{6}Z-flip-\w+\.md/u);
    await rm(join(sandbox.folder, 'kept'), { recursive: true });
  },
);
