/** Every other kind of fault once, each at a step where it hurts, in one migration that ends all the same. */
import type { ExecutionContext } from 'ava';
import type { StepId } from '../../src/engine/rules.js';
import { type Side, sides } from '../../src/pair/side.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import { openSession } from '../../src/server/connection.js';
import { flavorTest } from '../helpers/server-test.js';
import { faultOf } from '../helpers/torture/faults.js';
import { momentOf, withOrdeal } from '../helpers/torture/migrate-under.js';
import { answersToLose } from '../helpers/torture/network-faults.js';
import { shareOf } from '../helpers/torture/share.js';

/** Where a statement of that kind is about to be sent. */
const losses: readonly (readonly [step: StepId, statement: keyof typeof answersToLose])[] = [
  ['isolate', 'stopping replication'],
  ['migrate', 'a DDL'],
  ['resync', 'starting replication'],
  ['verify', 'a record of the journal'],
  ['fence', 'the fence'],
  ['unconvert', 'a conversion'],
  ['promote', 'the promotion'],
  ['repoint', 'ending a session'],
  ['data', 'a commit'],
];

flavorTest(
  'a statement of each kind is carried out and its answer lost, and nothing is lost with it',
  async (t, image) => {
    t.timeout(600_000);
    const isMine = shareOf(image);
    const mine = losses.filter(([step]) => isMine(step));
    const open = new Map(mine);
    const lost: string[] = [];
    const { findings, commands } = await withOrdeal(t, image, async (event, { wires, contest, active }) => {
      const what = event.type === 'step' ? open.get(event.step) : undefined;
      if (event.type !== 'step' || what === undefined) return null;
      open.delete(event.step);
      if (what === 'ending a session') await idleSession(t, contest.sandbox, active);
      for (const side of sides)
        void wires?.command[side].loseAnswer(answersToLose[what] ?? /^$/).then(() => lost.push(what));
      return 'struck';
    });
    t.log(`${commands} commands, lost: ${lost.join(', ')}`);
    t.deepEqual(findings, []);
    t.deepEqual([...open.keys()], []);
    const kinds = mine.map(([, what]) => what);
    t.deepEqual(
      kinds.filter(what => !lost.includes(what)),
      [],
      'an answer of each kind was lost',
    );
  },
);

/** As a pool of an application keeps it. There is something to end at a flip then. */
async function idleSession(t: ExecutionContext, sandbox: Sandbox, side: Side): Promise<void> {
  const endpoint = { ...(await sandbox.endpoint(side, 'app')), database: sandbox.database };
  const session = await openSession(endpoint);
  t.teardown(() => session.abandon());
}

const others: readonly (readonly [moment: string, fault: string])[] = [
  ['step isolate', 'a second command meanwhile'],
  ['step migrate', 'the applier of the passive is stopped by hand'],
  ['action-done run-batch', 'somebody starts replication on both sides'],
  ['step resync', 'the servers are cut off from each other'],
  ['step catch-up', 'rows of the passive are locked'],
  ['step verify', 'a server is silent to the command'],
  ['step fence', 'the pointer cannot be read'],
  ['action-done fence', 'the servers hear nothing of each other'],
  ['step drain', 'somebody lifts the fence'],
  ['step promote', 'the session with the lock is killed'],
  ['action-done open-writes', 'the command sleeps and wakes'],
  ['step repoint', 'the pointer refuses'],
  ['action move-pointer', 'the pointer moves and then fails'],
  ['step relink', 'the command is cut off from a server'],
];

flavorTest('each other kind of fault once in a migration, and nothing is lost', async (t, image) => {
  t.timeout(600_000);
  const isMine = shareOf(image);
  const open = new Map(others.filter(([moment]) => isMine(moment)));
  const { findings, commands } = await withOrdeal(t, image, async (event, victim) => {
    const moment = [...open.keys()].find(one => momentOf(event).startsWith(one));
    const name = moment === undefined ? undefined : open.get(moment);
    if (moment === undefined || name === undefined) return null;
    open.delete(moment);
    return (await faultOf(name).strike(victim)) ?? 'struck';
  });
  t.log(`${commands} commands, not met: ${[...open.values()].join(', ') || 'none'}`);
  t.deepEqual(findings, []);
});
