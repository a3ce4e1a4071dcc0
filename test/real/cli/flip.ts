/** The commands as a user types them, on a real pair, without a terminal. */
import { readFile } from 'node:fs/promises';
import type { Status } from '../../../src/run/status.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { readPosition } from '../../helpers/oracle/read-contents.js';
import { runCli } from '../../helpers/run-cli.js';
import { eitherTest, oneServerTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';

const freshPair = freshPairs();

eitherTest(
  'status tells roles, threads, pointer and structure of a pair, and writes nothing',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    const here = { cwd: sandbox.folder };
    const watchers = [await sessionOn(t, sandbox, 'a'), await sessionOn(t, sandbox, 'b')];
    const positions = () => Promise.all(watchers.map(readPosition));
    const before = await positions();
    const { code, stdout, stderr } = await runCli(['status', '--json'], here);
    t.is(stderr, '');
    t.is(code, 0);
    const status = JSON.parse(stdout) as Status;
    const threads = { receiver: 'running', applier: 'running', errant: '' };
    t.like(status.a, { reachable: true, role: 'active', writable: true, ...threads });
    t.like(status.b, { reachable: true, role: 'passive', writable: false, ...threads });
    t.like(status, { differences: [], run: null });
    t.true(status.pointers.every(({ agrees }) => agrees));
    const screen = await runCli(['status'], here);
    t.regex(screen.stdout, /^role +active +passive$/mu);
    t.deepEqual(await positions(), before);
  },
);

oneServerTest('status shows a pair of which one server is down', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  await sandbox.crash('b');
  const { code, stdout } = await runCli(['status'], { cwd: sandbox.folder });
  t.is(code, 0);
  t.regex(stdout, /^role +active +not reachable$/mu);
  t.regex(stdout, /^lag +unknown$/mu);
});

eitherTest(
  'a flip without a terminal asks nobody: it waits for an approval from anywhere',
  async (t, image) => {
    const { sandbox } = await freshPair(t, image);
    const here = { cwd: sandbox.folder };
    const active = async () =>
      (JSON.parse(await readFile(sandbox.pointerFile, 'utf8')) as { active: string }).active;

    const unasked = await runCli(['flip'], here);
    t.is(unasked.code, 3);
    t.regex(
      unasked.stdout,
      /blocked +ready to flip from a to b, waiting for approval\n.*dbshift approve flip/u,
    );
    t.is(await active(), 'a');

    t.like(await runCli(['approve', 'flip'], here), { code: 0, stderr: '' });
    const flipped = await runCli(['flip'], here);
    t.is(flipped.code, 0, flipped.stderr);
    t.regex(flipped.stdout, /b is active now, writes were paused for \d+ ms/u);
    t.is(await active(), 'b');
  },
);

oneServerTest('a flip to the side that is active already does nothing', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  const { code, stdout } = await runCli(['flip', '--to', 'a', '--yes'], { cwd: sandbox.folder });
  t.is(code, 0);
  t.regex(stdout, /there was nothing to do\n$/u);
});

oneServerTest('there is nothing to approve while no run is open', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  const { code, stderr } = await runCli(['approve', 'flip'], { cwd: sandbox.folder });
  t.is(code, 3);
  t.regex(stderr, /^error: no run is open/u);
});

oneServerTest('every line of --json is JSON, the last one is the summary', async (t, image) => {
  const { sandbox } = await freshPair(t, image);
  const { code, stdout } = await runCli(['flip', '--yes', '--json'], { cwd: sandbox.folder });
  t.is(code, 0);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { type: string });
  t.deepEqual(
    events.slice(-2).map(({ type }) => type),
    ['goal', 'summary'],
  );
  t.like(events.at(-1), { roles: { active: 'b', passive: 'a' } });
  t.true(events.some(({ type }) => type === 'flipped'));
});
