/** Programs that come with a migration go back with it, before its flip and as long as that is held afterwards. */
import type { ExecutionContext } from 'ava';
import { sides } from '../../../src/pair/side.js';
import type { Status } from '../../../src/run/status.js';
import { onlyFlips } from '../../helpers/only-flips.js';
import type { ProgramPair } from '../../helpers/program-pair.js';
import { eitherTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { deployedPair, said } from '../../helpers/versioned-programs.js';

async function succeed(t: ExecutionContext, pair: ProgramPair, ...args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await pair.dbshift(...args);
  t.is(code, 0, stdout + stderr);
}

async function hold(t: ExecutionContext, pair: ProgramPair): Promise<void> {
  await succeed(t, pair, 'migrate', '--with-procs', '--yes', '--hold-after-flip');
  t.is(await pair.activeSide(), 'b');
  t.is(await said(t, pair, 'b'), 2);
  t.is(await said(t, pair, 'a'), 1, 'the old side keeps its programs as long as it may become active again');
}

eitherTest(
  'programs of a migration are taken back with it, before its flip and in the window after it, or go on',
  async (t, image) => {
    t.timeout(240_000);
    const pair = await deployedPair(t, image);
    await onlyFlips(pair.sandbox);
    await pair.a.send('INSERT INTO rows_of (n) VALUES (7)');
    const before = await pair.all();
    await pair.migration('1_key.sql', 'ALTER TABLE rows_of ADD KEY by_n (n);\n');
    const waiting = await pair.dbshift('migrate', '--with-procs');
    t.is(waiting.code, 3, waiting.stdout + waiting.stderr);
    await succeed(t, pair, 'abort');
    t.deepEqual(await pair.all(), before);
    await hold(t, pair);
    const { run } = JSON.parse((await pair.dbshift('status', '--json')).stdout) as Status;
    t.like(run?.rollback, { possible: true }, JSON.stringify(run));
    await succeed(t, pair, 'rollback');
    t.is(await pair.activeSide(), 'a');
    for (const side of sides) t.is(await said(t, pair, side), 1);
    const again = { a: await sessionOn(t, pair.sandbox, 'a'), b: await sessionOn(t, pair.sandbox, 'b') };
    t.deepEqual(await pair.all(again), before);
    await hold(t, pair);
    await succeed(t, pair, 'approve', 'finish');
    await succeed(t, pair, 'migrate');
    for (const side of sides) t.is(await said(t, pair, side), 2);
    await succeed(t, pair, 'procs', 'diff');
    const versions = JSON.parse((await pair.dbshift('procs', 'history', 'hello', '--json')).stdout);
    t.is(versions.length, 2, 'what was taken back is no version');
  },
);
