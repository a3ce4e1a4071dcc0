/** Servers below a side get the programs of a leg with it, and are taken back with it. */
import type { ExecutionContext } from 'ava';
import { sides } from '../../../src/pair/side.js';
import { replicaName } from '../../../src/sandbox/sandbox-state.js';
import { readPrograms } from '../../../src/server/program-catalog.js';
import type { ProgramPair } from '../../helpers/program-pair.js';
import { eitherTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';
import { deployedPair } from '../../helpers/versioned-programs.js';

/** Of all four servers. */
async function programsOf(t: ExecutionContext, { sandbox }: ProgramPair): Promise<readonly string[]> {
  const names = [...sides, ...sides.map(replicaName)];
  const sessions = await Promise.all(names.map(name => sessionOn(t, sandbox, name)));
  const texts = await Promise.all(sessions.map(session => readPrograms(session, 'app')));
  return texts.map(text => JSON.stringify(text));
}

const alike = (programs: readonly string[]): boolean => new Set(programs).size === 1;

eitherTest('programs of a leg come to the server below its side, and go back with it', async (t, image) => {
  t.timeout(240_000);
  const pair = await deployedPair(t, image, { replicas: true });
  await until('all four have the first version', async () => alike(await programsOf(t, pair)));
  const [first] = await programsOf(t, pair);
  const viaFlip = ['procs', 'deploy', '--via-flip', '--prune'];
  const waiting = await pair.dbshift(...viaFlip);
  t.is(waiting.code, 3, waiting.stdout + waiting.stderr);
  const [a, b, belowA, belowB] = await programsOf(t, pair);
  t.is(a, first);
  t.is(belowA, first);
  t.not(b, first);
  t.is(belowB, b);
  const status = await pair.dbshift('status');
  t.regex(status.stdout, /ready to flip from a to b, waiting for approval/);
  const back = await pair.dbshift('abort');
  t.is(back.code, 0, back.stdout + back.stderr);
  t.deepEqual(new Set(await programsOf(t, pair)), new Set([first]));
  const done = await pair.dbshift(...viaFlip, '--yes');
  t.is(done.code, 0, done.stdout + done.stderr);
  const last = await programsOf(t, pair);
  t.deepEqual(new Set(last), new Set([b]), 'all four have the second');
});
