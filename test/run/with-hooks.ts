/** The hooks that are only told, with real commands that write down what they get. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Config, HooksConfig } from '../../src/config/config.js';
import { parseConfig } from '../../src/config/parse-config.js';
import type { RunEvent } from '../../src/engine/event.js';
import { BlockedError, LockHeldError } from '../../src/errors.js';
import { hookEnvironment, runHook } from '../../src/run/run-hook.js';
import { withHooks } from '../../src/run/with-hooks.js';
import { folderWith } from '../helpers/folder-with.js';
import { base } from '../helpers/views.js';

const goal: RunEvent = { type: 'goal', view: base };
const flipped: RunEvent = { type: 'flipped', from: 'a', to: 'b', pauseMs: 42 };
const opened: RunEvent = { type: 'opened', runId: 'r1', goal: 'flip', resumed: false };
const waiting: RunEvent = { type: 'waiting', id: 'approval-needed', why: 'ready', advice: 'approve' };
const blocked: RunEvent = { type: 'blocked', id: 'foreign-change', why: 'w', advice: 'a', view: base };

async function configIn(t: ExecutionContext, hooks: Readonly<Record<string, unknown>>): Promise<Config> {
  const folder = await folderWith(t);
  const server = (host: string) => ({ host, user: 'x', password: { env: 'PASSWORD_OF_A' } });
  return parseConfig(
    {
      servers: { a: server('10.0.0.1'), b: server('10.0.0.2') },
      database: 'app',
      pointers: [{ kind: 'file', path: 'active.json', format: 'json' }],
      hooks,
    },
    { file: join(folder, 'c.yaml'), folder },
  );
}

/** Notes each call in a line of `calls`. */
const note =
  'echo "$DBSHIFT_HOOK $DBSHIFT_RUN_ID $DBSHIFT_FROM$DBSHIFT_TO $DBSHIFT_REASON $DBSHIFT_OUTCOME" >> calls';

const noting = { 'after-flip': note, 'on-block': note, 'on-end': note };

const callsOf = async ({ folder }: Config): Promise<readonly string[]> =>
  (await readFile(join(folder, 'calls'), 'utf8'))
    .trim()
    .split('\n')
    .map(line => line.replace(/ +/gu, ' ').trim());

async function* play(events: readonly RunEvent[], error?: Error): AsyncGenerator<RunEvent, void> {
  yield* events;
  if (error !== undefined) throw error;
}

async function typesOf(events: AsyncIterable<RunEvent>): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { type } of events) types.push(type);
  return types;
}

test('hooks are told of a flip, of a wait for a person, and of the end, in order', async t => {
  const config = await configIn(t, noting);
  const types = await typesOf(withHooks(config, 'flip', play([opened, waiting, flipped, goal])));
  t.deepEqual(types, ['opened', 'waiting', 'flipped', 'goal']);
  t.deepEqual(await callsOf(config), ['on-block r1 approval-needed', 'after-flip r1 ab', 'on-end r1 done']);
});

test('a block is told before the end, and the ending stays the last event', async t => {
  const config = await configIn(t, { ...noting, 'on-block': 'echo no pager >&2; exit 2' });
  const events: RunEvent[] = [];
  for await (const event of withHooks(config, 'migrate', play([blocked]))) events.push(event);
  t.deepEqual(
    events.map(({ type }) => type),
    ['warnings', 'blocked'],
  );
  t.regex(JSON.stringify(events[0]), /"hook-failed".*hooks\.on-block.*ended with code 2: no pager/u);
  t.deepEqual(await callsOf(config), ['on-end foreign-change blocked']);
});

test('the hooks of the end are run when the run has let go of the pair', async t => {
  const config = await configIn(t, { 'on-end': 'touch ended' });
  async function* run(): AsyncGenerator<RunEvent, void> {
    try {
      yield goal;
    } finally {
      t.false(existsSync(join(config.folder, 'ended')));
    }
  }
  await typesOf(withHooks(config, 'migrate', run()));
  t.true(existsSync(join(config.folder, 'ended')));
});

test('an error is told and thrown all the same: a person is called only where one is needed', async t => {
  for (const [error, calls] of [
    [new BlockedError('two servers'), ['on-block blocked blocked', 'on-end blocked blocked']],
    [new LockHeldError('somebody'), ['on-end lock-held interrupted']],
    [new TypeError('oops'), ['on-end bug failed']],
  ] as const) {
    const config = await configIn(t, noting);
    await t.throwsAsync(typesOf(withHooks(config, 'migrate', play([], error))), { message: error.message });
    t.deepEqual(await callsOf(config), calls);
  }
});

test('a hook inherits the environment without the passwords of the servers', async t => {
  process.env.PASSWORD_OF_A = 'hunter2';
  const config = await configIn(t, { 'on-end': 'env > env; cat > input' });
  t.is(await runHook(config, 'on-end', { goal: 'flip', runId: 'r1', outcome: 'done' }), null);
  const env = await readFile(join(config.folder, 'env'), 'utf8');
  t.regex(env, /^DBSHIFT_DATABASE=app$/mu);
  t.regex(env, /^DBSHIFT_RUN_ID=r1$/mu);
  t.false(env.includes('hunter2'));
  t.like(JSON.parse(await readFile(join(config.folder, 'input'), 'utf8')), {
    hook: 'on-end',
    outcome: 'done',
  });
});

test('a hook that does not end is killed at its limit, with what it started', async t => {
  const config = await configIn(t, { 'before-flip': 'sleep 60 & sleep 60', timeoutMs: 200 });
  const begun = performance.now();
  t.regex((await runHook(config, 'before-flip', { goal: 'flip' })) ?? '', /was killed/u);
  t.true(performance.now() - begun < 20_000);
});

test('a list is run without a shell', async t => {
  const config = await configIn(t, { 'on-end': ['/bin/echo', '$HOME; exit 3'] });
  t.is(await runHook(config, 'on-end', { goal: 'flip' }), null);
});

test('a fact that is not there is empty, whatever the environment of the caller has', t => {
  const told = hookEnvironment('after-flip', { goal: 'flip', pauseMs: 0 });
  t.is(told.DBSHIFT_REASON, '');
  t.is(told.DBSHIFT_PAUSE_MS, '0');
});

const wrong: readonly (readonly [hooks: unknown, where: string, said: RegExp])[] = [
  [{ 'before-flip': 5 }, 'hooks.before-flip', /must be a command: a text for the shell, or a list/u],
  [{ 'before-flip': [] }, 'hooks.before-flip', /must name a program/u],
  [{ 'befor-flip': 'x' }, 'hooks.befor-flip', /is not a known key/u],
  [{ timeoutMs: 0 }, 'hooks.timeoutMs', /must be at least 1/u],
  [[], 'hooks', /must be a mapping/u],
];

for (const [hooks, where, said] of wrong)
  test(`hooks that are ${JSON.stringify(hooks)} are one clear problem`, async t => {
    const error = await t.throwsAsync(configIn(t, hooks as HooksConfig & Record<string, unknown>));
    const { findings } = error as unknown as { findings: readonly { where: string; message: string }[] };
    t.deepEqual(
      findings.map(finding => finding.where),
      [where],
    );
    t.regex(findings[0]?.message ?? '', said);
  });
