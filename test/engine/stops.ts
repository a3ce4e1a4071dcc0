import test from 'ava';
import { pairOf, plainPair } from '../helpers/arbitraries.js';
import { append, drive, openRun } from '../helpers/drive.js';
import { writesAreOn } from '../helpers/faults.js';
import { data, direct, heavy } from '../helpers/model-plan.js';
import { dangers, flaws } from '../helpers/pair-problems.js';

const approval = { kind: 'approve', what: 'flip', by: 'a person' } as const;

test('a run that shall stop after the passive stops there, and a later one goes on', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy(['ALL_NON_LOSSY']), data] });
  await openRun(pair, { pauseAt: 'passive' });
  const { end, steps } = await drive(pair);
  t.is(end, 'paused');
  t.is(steps.at(-1), 'verify');
  t.true(writesAreOn(pair));
  t.is(pair.b.applier, 'running', 'the passive follows meanwhile');
  pair.clock.advance(60_000);
  await append(pair, [{ kind: 'pause-at', pauseAt: 'never' }]);
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('a run that shall stop after the passive stops again before the next flip', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy(), direct, heavy()] });
  await openRun(pair, { pauseAt: 'passive' });
  t.is((await drive(pair)).end, 'paused');
  t.deepEqual(pair.a.recorded, []);
});

test('without an approval nothing flips, and the same command goes on after one', async t => {
  const pair = pairOf({ ...plainPair, batches: [direct, heavy()] });
  await openRun(pair, {}, false);
  const { end, steps } = await drive(pair);
  t.is(end, 'approval-needed');
  t.false(steps.includes('fence'));
  await append(pair, [approval]);
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});

test('a run that waits goes on by itself when an approval comes from elsewhere', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()] });
  await openRun(pair, {}, false);
  const { end, told } = await drive(pair, {
    awaitApproval: true,
    onWaiting: waiting => append(waiting, [approval]),
  });
  t.is(end, 'goal');
  t.is(told.filter(({ type }) => type === 'waiting').length, 1);
});

test('what needs no flip needs no approval', async t => {
  const pair = pairOf({ ...plainPair, batches: [direct, data] });
  await openRun(pair, {}, false);
  t.is((await drive(pair)).end, 'goal');
  t.deepEqual(flaws(pair), []);
});

for (const flavor of ['mariadb', 'mysql'] as const) {
  test(`a flip alone changes the roles, and there and back again [model ${flavor}]`, async t => {
    const pair = pairOf({ ...plainPair, flavor });
    await openRun(pair, { goal: 'flip', plan: null, wantActive: 'b' });
    t.deepEqual((await drive(pair)).end, 'goal');
    t.is(pair.pointers[0]?.side, 'b');
    await openRun(pair, { goal: 'flip', plan: null, wantActive: 'a', runId: 'run-2', epoch: 2 });
    t.deepEqual((await drive(pair)).end, 'goal');
    t.deepEqual([...dangers(pair), ...flaws(pair, 'a')], []);
  });
}

test('a side that is preferred is active again at the end', async t => {
  const pair = pairOf({ ...plainPair, batches: [heavy()] });
  await openRun(pair, { wantActive: 'a' });
  const { end, steps } = await drive(pair);
  t.is(end, 'goal');
  t.is(steps.filter(step => step === 'repoint').length, 2);
  t.deepEqual(flaws(pair, 'a'), []);
});

test('settings that an older run left changed are put back before anything else', async t => {
  const pair = pairOf({ ...plainPair, batches: [direct] });
  await openRun(pair, { runId: 'run-0', epoch: 1 });
  pair.b.conversions = 'ALL_NON_LOSSY';
  await append(pair, [{ kind: 'changed', side: 'b', name: 'conversions', old: '' }]);
  await openRun(pair, { runId: 'run-1', epoch: 2 });
  const { end, steps } = await drive(pair);
  t.is(end, 'goal');
  t.is(steps[0], 'restore');
  t.deepEqual([...dangers(pair), ...flaws(pair)], []);
});
