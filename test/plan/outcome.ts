import test from 'ava';
import { bookkeepingMigration } from '../../src/plan/bookkeeping-migration.js';
import { describeOutcome } from '../../src/plan/outcome.js';
import { largePlan } from '../helpers/large-plan.js';
import { emptyPlan, mixedPlan, programsPlan, refusedPlan } from '../helpers/sample-plans.js';

test('an outcome tells migrations, tables and stored programs, and the ways that they go', t => {
  t.is(describeOutcome(mixedPlan), '4 migrations of 2 tables in 3 batches, 1 flip');
  t.is(describeOutcome(programsPlan), '2 programs in 1 batch, 1 flip');
  const both = { ...mixedPlan, batches: [...mixedPlan.batches, ...programsPlan.batches] };
  t.is(describeOutcome(both), '4 migrations of 2 tables, 2 programs in 4 batches, 2 flips');
  t.is(describeOutcome(emptyPlan), 'nothing to do');
});

test('a refusal comes first, and what was tried is told behind it as far as it is known', t => {
  t.is(describeOutcome(refusedPlan), 'refused, for 2 reasons');
  t.is(describeOutcome(largePlan), 'refused, for 94 reasons: 60 migrations of 300 tables');
});

test('the tables of the bookkeeping are not what somebody migrates', t => {
  const [first] = mixedPlan.batches;
  const migrations = (first?.migrations ?? []).map(migration => ({
    ...migration,
    name: bookkeepingMigration,
  }));
  const batches = first === undefined ? [] : [{ ...first, migrations }];
  t.is(describeOutcome({ ...mixedPlan, batches }), '1 batch, 1 flip');
});
