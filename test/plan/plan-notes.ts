import test from 'ava';
import { planNotes } from '../../src/plan/plan-notes.js';
import { mixedPlan } from '../helpers/sample-plans.js';

const events = ['app.report', 'app.sweep'];

test('a plan with a flip says which scheduled events move with it', t => {
  t.deepEqual(planNotes({ ...mixedPlan, events }), [
    'scheduled events move with each flip, and a tick that falls into one is left out: app.report, app.sweep',
  ]);
  t.deepEqual(planNotes(mixedPlan), []);
});

test('without a flip nothing moves', t => {
  const batches = mixedPlan.batches.filter(({ strategy }) => strategy !== 'flip');
  t.deepEqual(planNotes({ ...mixedPlan, batches, events }), []);
});
