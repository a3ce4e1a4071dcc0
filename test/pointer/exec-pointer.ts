import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { ExecPointerConfig } from '../../src/config/config.js';
import { FailedError, OutcomeUnknownError } from '../../src/errors.js';
import { openExecPointer } from '../../src/pointer/exec-pointer.js';
import { folderWith } from '../helpers/folder-with.js';

const target = { active: 'b', host: 'db-b', port: 3307 } as const;
const first = {
  active: 'a',
  host: 'db-a',
  port: 3306,
  generation: 1,
  updatedAt: '2026-11-22T00:00:00.000Z',
} as const;

/** Keeps what it is told in a file, and refuses a generation that it does not expect. */
const keep = `
present=$(sed -n 's/.*"generation":\\([0-9]*\\).*/\\1/p' state 2>/dev/null)
if [ "\${present:-0}" != "$DBSHIFT_EXPECTED_GENERATION" ]; then echo "it is at $present" >&2; exit 9; fi
cat > state
env | grep ^DBSHIFT_ | sort > facts
`;

const sh = (script: string) => ['sh', '-c', script] as const;

/** A pointer whose commands are shell scripts. */
async function newPointer(
  t: ExecutionContext,
  {
    get = 'cat state',
    set = keep,
    env = process.env,
    ...rest
  }: Partial<Record<'get' | 'set', string>> & {
    env?: NodeJS.ProcessEnv;
    timeoutMs?: number;
  } = {},
) {
  const folder = await folderWith(t, { state: JSON.stringify(first) });
  const config: ExecPointerConfig = { kind: 'exec', get: sh(get), set: sh(set), timeoutMs: 20_000, ...rest };
  return { folder, pointer: openExecPointer(config, { folder, env }) };
}

test('a move is told in the environment and on stdin, and read back', async t => {
  const { folder, pointer } = await newPointer(t, { env: { PATH: process.env.PATH } });
  const moved = await pointer.compareAndSet(first, target);
  t.like(moved, { ...target, generation: 2 });
  t.deepEqual((await fs.readFile(join(folder, 'facts'), 'utf8')).trim().split('\n'), [
    'DBSHIFT_ACTIVE=b',
    'DBSHIFT_EXPECTED_GENERATION=1',
    'DBSHIFT_FROM=a',
    'DBSHIFT_GENERATION=2',
    'DBSHIFT_HOST=db-b',
    'DBSHIFT_PORT=3307',
    `DBSHIFT_UPDATED_AT=${moved.updatedAt}`,
  ]);
  t.like(JSON.parse(await fs.readFile(join(folder, 'state'), 'utf8')), {
    ...moved,
    expectedGeneration: 1,
    from: 'a',
  });
});

test('the script in docs/pointers.md keeps a pointer, and lets one of several moves win', async t => {
  const docs = await fs.readFile(join(process.cwd(), 'docs', 'pointers.md'), 'utf8');
  const [, script = ''] = /```sh\n(.*?)```/su.exec(docs) ?? [];
  const folder = await folderWith(t, { 'pointer.sh': script });
  const command = (verb: string) => ['sh', 'pointer.sh', verb] as const;
  const config = { kind: 'exec', get: command('get'), set: command('set'), timeoutMs: 20_000 } as const;
  const pointer = openExecPointer(config, { folder, env: process.env });
  await pointer.create(first);
  const moves = [1, 2, 3, 4].map(() => pointer.compareAndSet(first, target));
  const settled = await Promise.allSettled(moves);
  t.is(settled.filter(({ status }) => status === 'fulfilled').length, 1);
  t.like(await pointer.read(), { ...target, generation: 2 });
});

test('the first value expects generation 0', async t => {
  const { folder, pointer } = await newPointer(t);
  await t.throwsAsync(pointer.create(first), { instanceOf: FailedError, message: /it is at 1/u });
  await fs.rm(join(folder, 'state'));
  t.deepEqual(await pointer.create(first), first);
});

test('a move from an old generation is refused before set runs', async t => {
  const { folder, pointer } = await newPointer(t, { set: 'touch ran' });
  await t.throwsAsync(pointer.compareAndSet({ ...first, generation: 0 }, target), {
    instanceOf: FailedError,
    message: /moved by somebody else/u,
  });
  await t.throwsAsync(fs.stat(join(folder, 'ran')), { code: 'ENOENT' });
});

test('an exit code other than 0 means refused, and its last words are in the error', async t => {
  const { pointer } = await newPointer(t, {
    set: 'cat >/dev/null; echo no >&2; echo permission >&2; exit 4',
  });
  await t.throwsAsync(pointer.compareAndSet(first, target), {
    instanceOf: FailedError,
    message: 'pointer exec sh: set ended with code 4: no\npermission',
  });
});

test('a set that says yes and does nothing is found out', async t => {
  const { pointer } = await newPointer(t, { set: 'exit 0' });
  await t.throwsAsync(pointer.compareAndSet(first, target), {
    instanceOf: FailedError,
    message: /took the move and still says a \(db-a:3306, generation 1\)/u,
  });
});

test('a set after which get fails leaves the outcome unknown', async t => {
  const { pointer } = await newPointer(t, { set: 'rm state' });
  await t.throwsAsync(pointer.compareAndSet(first, target), { instanceOf: OutcomeUnknownError });
});

test('a get that fails, prints nonsense or is not there is an error with the reason', async t => {
  const failing = await newPointer(t, { get: 'echo broken >&2; exit 1' });
  await t.throwsAsync(failing.pointer.read(), { message: 'pointer exec sh: get ended with code 1: broken' });
  const nonsense = await newPointer(t, { get: 'echo hello' });
  await t.throwsAsync(nonsense.pointer.read(), {
    message: /active, host, port, generation, updatedAt missing/u,
  });
  const config = { kind: 'exec', get: ['/none/such'], set: ['x'], timeoutMs: 1000 } as const;
  const absent = openExecPointer(config, { folder: '/', env: {} });
  await t.throwsAsync(absent.read(), {
    instanceOf: FailedError,
    message: 'pointer exec /none/such: get could not be started (ENOENT)',
  });
});

/** True while the process is there and not a zombie that nobody has buried. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z');
  return !/ [ZX]/u.test(stat.slice(stat.lastIndexOf(')')));
}

test('at its time limit a command is killed with everything that it started', async t => {
  const set = 'sleep 600 & echo $! > child; wait';
  const { folder, pointer } = await newPointer(t, { set, timeoutMs: 1500 });
  await t.throwsAsync(pointer.compareAndSet(first, target), {
    instanceOf: FailedError,
    message: 'pointer exec sh: set did not end within timeoutMs and was killed',
  });
  const pid = Number(await fs.readFile(join(folder, 'child'), 'utf8'));
  const deadline = Date.now() + 60_000;
  while ((await isAlive(pid)) && Date.now() < deadline) await new Promise(setImmediate);
  t.false(await isAlive(pid));
});

test('a set that moved the pointer and then hung has moved it', async t => {
  const { pointer } = await newPointer(t, { set: `${keep}\nsleep 600`, timeoutMs: 1500 });
  t.like(await pointer.compareAndSet(first, target), { ...target, generation: 2 });
});

test('a command that leaves a process behind with its output open does not hold the move up', async t => {
  const { folder, pointer } = await newPointer(t, { set: `${keep}\nsleep 600 & echo $! > child` });
  t.like(await pointer.compareAndSet(first, target), { generation: 2 });
  const pid = Number(await fs.readFile(join(folder, 'child'), 'utf8'));
  t.true(await isAlive(pid));
  process.kill(pid);
});

test('a command that does not read its input is no failure', async t => {
  const { pointer } = await newPointer(t, { get: 'exec 0<&-; cat state' });
  t.deepEqual(await pointer.read(), first);
});

test('secrets of the environment and of URLs are blanked in the error', async t => {
  const env = { ...process.env, HAPROXY_TOKEN: 'hunter2-token' };
  const set = 'echo "PUT http://me:hunter2@host with $HAPROXY_TOKEN" >&2; exit 1';
  const { pointer } = await newPointer(t, { set, env });
  const error = await t.throwsAsync(pointer.compareAndSet(first, target), { instanceOf: FailedError });
  t.regex(error?.message ?? '', /PUT http:\/\/me:\*\*\*@host with \*\*\*$/u);
});

test('a long output is cut to its end', async t => {
  const { pointer } = await newPointer(t, { get: 'seq 1 100000; exit 1' });
  await t.throwsAsync(pointer.read(), { message: /code 1: 99996\n99997\n99998\n99999\n100000$/u });
});
