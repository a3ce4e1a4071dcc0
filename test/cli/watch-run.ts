import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const player = fileURLToPath(new URL('../helpers/play-run.js', import.meta.url));

type Played = { readonly code: number; readonly stdout: readonly string[]; readonly stderr: string };

/** Watches a run in a process of its own; `signals[n]` is sent when line n of the output is there. */
async function play(
  temper: string,
  signals: readonly NodeJS.Signals[],
  flags: string[] = [],
): Promise<Played> {
  const child = spawn(process.execPath, [player, temper, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number]>;
  const stderr = text(child.stderr);
  const stdout: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const signal = signals[stdout.push(line) - 1];
    if (signal !== undefined) child.kill(signal);
  }
  return { code: (await ended)[0], stdout, stderr: await stderr };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  test(`${signal} ends a run between two actions: exit 75, and what goes on`, async t => {
    const { code, stdout, stderr } = await play('obedient', [signal]);
    t.is(code, 75);
    t.regex(stdout[1] ?? '', /stopping after the current action; a second signal leaves at once$/u);
    t.regex(stdout.at(-1) ?? '', /→ run the same command again, it goes on from here$/u);
    t.is(stderr, '');
  });

test('a second Ctrl-C leaves at once: exit 130', async t => {
  t.like(await play('deaf', ['SIGINT', 'SIGINT']), { code: 130, stderr: '' });
});

test('a second SIGTERM leaves at once: exit 75, run it again', async t => {
  t.like(await play('deaf', ['SIGTERM', 'SIGTERM']), { code: 75, stderr: '' });
});

test('an error that nobody waits for does not end a run before the pair is steady, and is told', async t => {
  const { code, stdout, stderr } = await play('stray', []);
  t.is(code, 2);
  t.regex(stdout.join('\n'), /something unexpected happened, stopping after the current action/u);
  t.regex(stdout.at(-1) ?? '', /done: a is active and accepts writes/u);
  t.regex(stderr, /thrown: TypeError: nobody waits for this/u);
});

test('with --json the run, the stop and the summary are one object per line', async t => {
  const { code, stdout } = await play('obedient', ['SIGINT'], ['--json']);
  t.is(code, 75);
  t.deepEqual(
    stdout.map(line => (JSON.parse(line) as { type: string }).type),
    ['step', 'stopping', 'interrupted', 'summary'],
  );
});
