/** What becomes of a deploy by a flip that waits for a person, that a person takes back, or that the other side refuses. */
import { readFile, writeFile } from 'node:fs/promises';
import type { ExecutionContext } from 'ava';
import { sides } from '../../../src/pair/side.js';
import type { ToldRun } from '../../../src/run/history.js';
import type { Status } from '../../../src/run/status.js';
import { dieAfter } from '../../helpers/die-after.js';
import type { ProgramPair } from '../../helpers/program-pair.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { deployedPair, said } from '../../helpers/versioned-programs.js';

const viaFlip = ['procs', 'deploy', '--via-flip', '--prune'];

flavorTest('a deploy that waits for its flip is approved or taken back', async (t, image) => {
  t.timeout(180_000);
  const pair = await deployedPair(t, image);
  // Closed for privileged accounts too, where the flavor can.
  if (image.flavor === 'mysql') await pair.b.send('SET GLOBAL super_read_only = 1');
  const before = await pair.all();
  const waiting = await pair.dbshift(...viaFlip);
  t.is(waiting.code, 3, waiting.stdout + waiting.stderr);
  t.is(await said(t, pair, 'b'), 2);
  t.is(await said(t, pair, 'a'), 1);
  await assertTold(t, pair);
  const refused = await pair.dbshift('procs', 'deploy');
  t.is(refused.code, 3, refused.stdout);
  t.regex(refused.stderr, /procs deploy --via-flip\) is still open/);

  const back = await pair.dbshift('abort');
  t.is(back.code, 0, back.stdout + back.stderr);
  t.deepEqual(await pair.all(), before, 'programs and grants, on both servers');

  t.is((await pair.dbshift(...viaFlip)).code, 3);
  t.is((await pair.dbshift('approve', 'flip')).code, 0);
  const done = await pair.dbshift(...viaFlip);
  t.is(done.code, 0, done.stdout + done.stderr);
  for (const side of sides) t.is(await said(t, pair, side), 2);
  t.is(await pair.activeSide(), 'b');
  t.regex(done.stdout, /^1 +flip +a .*\n +b +before/mu);
  if (image.flavor === 'mysql') {
    const row = await (await sessionOn(t, pair.sandbox, 'a')).row('SELECT @@super_read_only AS locked');
    t.is(Number(row?.locked), 1, 'the passive is as closed as it was');
  }
  const versions = JSON.parse((await pair.dbshift('procs', 'history', 'hello', '--json')).stdout);
  t.deepEqual(
    versions.map(({ how }: { readonly how: string }) => how),
    ['deploy', 'deploy'],
  );
  const [run] = JSON.parse((await pair.dbshift('history', '--json')).stdout) as readonly ToldRun[];
  t.like(run, { command: 'procs deploy --via-flip', outcome: 'done', migrations: [] });
  t.true(run?.programs.includes('procedure hello'));
});

/** What a person reads while it waits: nobody but this run has changed anything. */
async function assertTold(t: ExecutionContext, pair: ProgramPair): Promise<void> {
  const { run } = JSON.parse((await pair.dbshift('status', '--json')).stdout) as Status;
  t.regex(run?.next ?? '', /^ready to flip from a to b, waiting for approval/);
  t.notRegex((await pair.dbshift('status')).stdout, /somebody|by hand/);
  const recovered = await pair.dbshift('recover');
  t.is(recovered.code, 0, recovered.stdout + recovered.stderr);
  t.regex(recovered.stdout + recovered.stderr, /`dbshift procs deploy --via-flip` goes on with it/);
  const compared = await pair.dbshift('verify', '--json');
  t.is(compared.code, 0, compared.stdout + compared.stderr);
}

eitherTest(
  'a leg that the other side refuses after the flip leaves the run open, and it goes on',
  async (t, image) => {
    t.timeout(180_000);
    const pair = await deployedPair(t, image);
    const config = await readFile(pair.sandbox.configFile, 'utf8');
    await writeFile(
      pair.sandbox.configFile,
      config.replace('limits: {}', 'limits: { metadataLockWaitMs: 2000 }'),
    );
    await dieAfter({ folder: pair.sandbox.folder, command: 'deploy-via-flip', after: { step: 'repoint' } });
    // On the side that was active: its trigger will not get the lock of the table.
    const reader = await sessionOn(t, pair.sandbox, 'a');
    await reader.send('START TRANSACTION');
    await reader.rows('SELECT * FROM app.rows_of');
    const failed = await pair.dbshift(...viaFlip, '--yes');
    t.is(failed.code, 2, failed.stdout + failed.stderr);
    t.regex(failed.stderr, /trigger first_in/);
    t.regex(failed.stderr, /run the same command again/);
    t.is(await pair.activeSide(), 'b');
    t.is(await said(t, pair, 'b'), 2);
    t.log(failed.stderr);
    await reader.send('COMMIT');
    const done = await pair.dbshift(...viaFlip, '--yes');
    t.is(done.code, 0, done.stdout + done.stderr);
    t.is(await said(t, pair, 'a'), 2);
    t.is((await pair.dbshift('procs', 'diff', '--prune')).code, 0);
  },
);

eitherTest(
  'recover finishes the flip of a deploy that died while writes were paused: what the passive has is its own',
  async (t, image) => {
    t.timeout(180_000);
    const pair = await deployedPair(t, image);
    const config = await readFile(pair.sandbox.configFile, 'utf8');
    // Else a slow machine would be over the limit of the pause, and the flip given up for that.
    await writeFile(pair.sandbox.configFile, config.replace('limits: {}', 'limits: { writePauseMs: 60000 }'));
    await dieAfter({ folder: pair.sandbox.folder, command: 'deploy-via-flip', after: { step: 'fence' } });
    const recovered = await pair.dbshift('recover', '--lock-timeout', '60s');
    t.is(recovered.code, 0, recovered.stdout + recovered.stderr);
    t.is(await pair.activeSide(), 'b');
    t.is(await said(t, pair, 'b'), 2);
    const done = await pair.dbshift(...viaFlip);
    t.is(done.code, 0, done.stdout + done.stderr);
    t.is(await said(t, pair, 'a'), 2);
  },
);
