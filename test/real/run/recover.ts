/** `dbshift recover` alone, as a timer starts it: writes come back without a person, and never on two sides. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type Side, sides } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { openSession } from '../../../src/server/connection.js';
import { dieAfter } from '../../helpers/die-after.js';
import { freshPairs } from '../../helpers/fresh-pair.js';
import { withWatchedPair } from '../../helpers/oracle/watched-pair.js';
import { type CliResult, runCli } from '../../helpers/run-cli.js';
import { eitherTest, flavorTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const pairOf = freshPairs();

const workload = { table: 'orders', rows: 2_000, counters: 16, writers: 3 };

flavorTest('a runner that dies at any moment of a flip leaves what recover ends alone', async (t, image) => {
  t.timeout(240_000);
  const { sandbox, oracle } = await withWatchedPair(t, workload, { image });
  for (const step of ['fence', 'drain', 'promote'] as const) {
    await oracle.writers.acknowledge(50);
    // A drain is not called for when the passive has everything already.
    const died = await dieAfter({ folder: sandbox.folder, command: 'flip', after: { step } }).catch(
      () => 'undisturbed',
    );
    if (died === 'undisturbed') {
      t.is(step, 'drain');
      continue;
    }
    t.log(`after ${step}: writes are back in ${await recoverOnTimer(t, sandbox)} ms`);
    await oracle.writers.acknowledge(50);
    t.is((await runCli(['flip', '--yes'], { cwd: sandbox.folder })).code, 0, 'the run goes on');
  }
  const { findings } = await oracle.judge();
  t.deepEqual(findings, []);
});

eitherTest(
  'writes come back when the passive dies in the pause too, once it is sure that it is down',
  async (t, image) => {
    const sandbox = await pausedWithout(t, image, 'b');
    const recovered = await recover(sandbox);
    // Its death may not have reached the active's receiver yet.
    const { stdout, code } = recovered.stdout.includes('open a for writes')
      ? recovered
      : await until('the active has lost the passive', async () => {
          const again = await recover(sandbox);
          return again.stdout.includes('open a for writes') && again;
        });
    t.is(code, 3, stdout);
    t.regex(stdout, /server b .*cannot be reached|cannot be reached/u);
    t.deepEqual(await closedSides(sandbox, ['a']), { a: false });
    await sandbox.restart('b');
    t.is((await recover(sandbox)).code, 0);
    t.deepEqual(await closedSides(sandbox, sides), { a: false, b: true });
  },
);

flavorTest('an active that rebooted closed is opened, with no run open', async (t, image) => {
  const { sandbox } = await pairOf(t, image);
  // As a flip leaves it: nothing shows how it boots.
  await (await sessionOn(t, sandbox, 'b')).send('SET GLOBAL read_only = 1');
  await sandbox.crash('a');
  t.is((await recover(sandbox)).code, 3, 'nobody fails over');
  await sandbox.restart('a');
  t.deepEqual(await closedSides(sandbox, sides), { a: true, b: true });
  const { code, stdout } = await recover(sandbox);
  t.is(code, 0, stdout);
  t.deepEqual(await closedSides(sandbox, sides), { a: false, b: true });
  const a = await sessionOn(t, sandbox, 'a');
  const boots = await a.rows("SELECT entry FROM dbshift.journal WHERE kind = 'booted'");
  t.is(boots.length, 1, 'how it boots is noted before that cannot be seen any more');
  t.regex((await recover(sandbox)).stdout, /there was nothing to do/u);
});

flavorTest(
  'of two writable sides the one that the pointer does not name is closed, whatever it has',
  async (t, image) => {
    const { sandbox } = await pairOf(t, image);
    const [a, b] = [await sessionOn(t, sandbox, 'a'), await sessionOn(t, sandbox, 'b')];
    await b.send('SET GLOBAL read_only = 0');
    t.is((await recover(sandbox)).code, 0);
    t.deepEqual(await closedSides(sandbox, sides), { a: false, b: true });
    await a.send('STOP REPLICA');
    await b.send('SET GLOBAL read_only = 0');
    await b.send('CREATE TABLE app.of_b_alone (id INT PRIMARY KEY)');
    const { code, stdout } = await recover(sandbox);
    t.is(code, 3);
    t.regex(stdout, /blocked +b is passive and has transactions that a has not/u);
    t.deepEqual(await closedSides(sandbox, sides), { a: false, b: true });
  },
);

eitherTest(
  'a pointer that refuses after the promotion gives writes back to the old active',
  async (t, image) => {
    const { sandbox } = await pairOf(t, image);
    const refusal = await refusingPointer(sandbox);
    await dieAfter({ folder: sandbox.folder, command: 'flip', after: { step: 'promote' } });
    t.deepEqual(await closedSides(sandbox, sides), { a: true, b: false });
    await writeFile(refusal, '');
    const { code, stdout } = await recover(sandbox);
    t.is(code, 0, stdout);
    t.deepEqual(await closedSides(sandbox, sides), { a: false, b: true });
    t.regex(stdout, /close b again: the pointer did not move/u);
  },
);

flavorTest(
  'a write that comes in while the pointer refuses is on both sides in the end',
  async (t, image) => {
    t.timeout(120_000);
    const { sandbox } = await pairOf(t, image);
    const refusal = await refusingPointer(sandbox);
    const a = await sessionOn(t, sandbox, 'a');
    await a.send('CREATE TABLE app.late (id INT PRIMARY KEY)');
    await dieAfter({ folder: sandbox.folder, command: 'flip', after: { step: 'promote' } });
    await writeFile(refusal, '');
    // An application that finds its server by who accepts writes. Closing waits for the statement, which then commits.
    const application = await openSession(await sandbox.endpoint('b', 'app'));
    t.teardown(() => application.abandon());
    const written = application.send('INSERT INTO app.late SELECT 1 + SLEEP(12)');
    const recovering = recover(sandbox);
    await written;
    // MySQL's old active still applies what comes from there, and is opened; MariaDB's does not.
    await until('one of them is open', async () =>
      Object.values(await closedSides(sandbox, sides)).includes(false),
    );
    await rm(refusal);
    const { code, stdout, stderr } = await recovering;
    t.is(code, 0, stdout + stderr);
    t.regex(stdout, /close b again/u);
    t.is(Object.values(await closedSides(sandbox, sides)).filter(Boolean).length, 1);
    t.is((await runCli(['flip', '--yes'], { cwd: sandbox.folder })).code, 0);
    for (const side of sides) {
      const session = await sessionOn(t, sandbox, side);
      t.like(await session.row('SELECT COUNT(*) AS n FROM app.late'), { n: 1 }, side);
    }
  },
);

eitherTest(
  'sessions from before a flip do not outlive a runner that died once the pointer had moved',
  async (t, image) => {
    const { sandbox } = await pairOf(t, image);
    const { database } = sandbox;
    const application = await openSession({ ...(await sandbox.endpoint('a', 'app')), database });
    t.teardown(() => application.abandon());
    await dieAfter({ folder: sandbox.folder, command: 'flip', after: { action: 'move-pointer' } });
    t.like(await application.row('SELECT 1 AS n'), { n: 1 }, 'it reads what the old active has');
    const { code, stdout } = await recover(sandbox);
    t.is(code, 0, stdout);
    t.regex(stdout, /b is active now, writes were paused for an unknown time/u);
    await t.throwsAsync(application.row('SELECT 1'));
    t.regex((await recover(sandbox)).stdout, /there was nothing to do/u);
  },
);

eitherTest('a runner that is alive has the same goal: recover leaves the pair to it', async (t, image) => {
  const { sandbox } = await pairOf(t, image);
  const runner = await sessionOn(t, sandbox, 'b', 'dbshift');
  await runner.rows("SELECT GET_LOCK('dbshift', 0)");
  const { code, stderr } = await recover(sandbox);
  t.is(code, 75);
  t.regex(stderr, /another dbshift is at work/u);
});

async function recover(sandbox: Sandbox): Promise<CliResult> {
  return runCli(['recover'], { cwd: sandbox.folder });
}

/** Time in ms until it has reached its goal. */
async function recoverOnTimer(t: ExecutionContext, sandbox: Sandbox): Promise<number> {
  const begun = performance.now();
  await until('recover has reached its goal', async () => (await recover(sandbox)).code === 0, {
    everyMs: 500,
    withinMs: 60_000,
  });
  const closed = await closedSides(sandbox, sides);
  t.is(Object.values(closed).filter(Boolean).length, 1, 'one side is closed');
  return Math.round(performance.now() - begun);
}

/** Fenced by a runner that is dead, and one server is dead as well. */
async function pausedWithout(t: ExecutionContext, image: ServerImage, lost: Side): Promise<Sandbox> {
  const { sandbox } = await pairOf(t, image);
  await dieAfter({ folder: sandbox.folder, command: 'flip', after: { step: 'fence' } });
  t.deepEqual(await closedSides(sandbox, sides), { a: true, b: true });
  await sandbox.crash(lost);
  return sandbox;
}

async function closedSides(
  sandbox: Sandbox,
  which: readonly Side[],
): Promise<Readonly<Partial<Record<Side, boolean>>>> {
  const entries = which.map(async side => {
    const session = await sandbox.root(side);
    const row = await session.row<{ closed: number }>('SELECT @@global.read_only AS closed');
    await session.close();
    return [side, Number(row?.closed) === 1] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A pointer of two commands, which goes on naming what it named as soon as the file that it resolves to is there. */
async function refusingPointer(sandbox: Sandbox): Promise<string> {
  const refusal = join(sandbox.folder, 'refuse');
  await rm(refusal, { force: true });
  const value = join(sandbox.folder, 'value.json');
  await writeFile(value, await readFile(sandbox.pointerFile));
  const script = join(sandbox.folder, 'pointer.sh');
  await writeFile(
    script,
    `#!/bin/sh\ncase $1 in get) cat ${value};; set) [ ! -e ${refusal} ] && cat > ${value};; esac\n`,
    { mode: 0o755 },
  );
  const config = await readFile(sandbox.configFile, 'utf8');
  await writeFile(
    sandbox.configFile,
    config.replace(
      /^pointers:\n(?: .*\n)+/mu,
      `pointers:\n  - { kind: exec, get: [${script}, get], set: [${script}, set] }\n`,
    ),
  );
  return refusal;
}
