/** What a reviewer is told of the way back over a flip. */
import test from 'ava';
import type { Batch, Plan } from '../../src/plan/plan.js';
import { rollbackNotes } from '../../src/plan/rollback/rollback-notes.js';
import type { RollbackWindow } from '../../src/plan/rollback/rollback-window.js';
import { mixedPlan } from '../helpers/sample-plans.js';

const withWindow = (rollback: RollbackWindow, more: Partial<Batch> = {}): Plan => ({
  ...mixedPlan,
  batches: mixedPlan.batches.map(batch => ({ ...batch, rollback, ...more })),
});

test('a flip that loses nothing can be taken back, and what is copied for it is named', t => {
  const [note = '', ...others] = rollbackNotes(withWindow({ lossless: true, copies: ['orders'] }));
  t.regex(note, /^the flip of batch 1 can be taken back without a loss .*orders back by a copy$/u);
  t.deepEqual(others, [], 'what does not flip has no way back over a flip');
});

test('a flip that would lose something names the tables, and says up to when going back loses nothing', t => {
  const tables = [{ table: 'orders', why: 'column k is not there' }];
  const [note = ''] = rollbackNotes(withWindow({ lossless: false, tables }));
  t.regex(note, /cannot be taken back without a loss: orders \(column k is not there\)/u);
  t.regex(
    note,
    /loses nothing that was written up to the flip and everything written after it, so `dbshift rollback` refuses/u,
  );
});

test('tables that lose the same are named together', t => {
  const why = 'column k is not there';
  const tables = [
    { table: 'orders', why },
    { table: 'invoices', why: 'a key is not there' },
    { table: 'coupons', why },
  ];
  const [note = ''] = rollbackNotes(withWindow({ lossless: false, tables }));
  t.true(note.includes(': orders, coupons (column k is not there), invoices (a key is not there). With'));
});

test('what nobody judged, and a way back itself, say nothing', t => {
  t.deepEqual(rollbackNotes(mixedPlan), []);
  t.deepEqual(rollbackNotes(withWindow({ lossless: true, copies: [] }, { oneLeg: true })), []);
});
