import test from 'ava';
import { batchLevel, currentBatch } from '../../src/pair/progress.js';
import type { Level } from '../../src/pair/state.js';
import type { Batch, Plan, PlannedStatement } from '../../src/plan/plan.js';

const statement = (structureAfter: string): PlannedStatement => ({
  ...{ sql: '', file: '', line: 1, kind: 'ddl', tables: [], algorithm: null, online: false, verdicts: [] },
  structureAfter,
});

const base: Batch = {
  strategy: 'flip',
  why: '',
  migrations: [],
  conversions: [],
  tables: [],
  structureBefore: 'o',
  structureAfter: 'n',
};

const at = (structure: string, ...recorded: string[]): Level => ({ structure, recorded });

const down = (name: string, structureAfter: string) =>
  ({ name, kind: 'sql', checksum: '', statements: [statement(structureAfter)], takesBack: [name] }) as const;

test('a migration that is taken back is done when its record is gone', t => {
  const batch: Batch = { ...base, migrations: [down('2', 'm'), down('1', 'n')] };
  t.is(batchLevel(batch, at('o', '1', '2')), 'old');
  t.is(batchLevel(batch, at('m', '1')), 'partial');
  t.is(batchLevel(batch, at('n')), 'new');
  t.is(batchLevel(batch, at('m')), 'foreign');
  t.is(batchLevel(batch, at('x', '1')), 'foreign');
});

test('a way back is told by the structure too: it may begin where nothing is recorded', t => {
  const migration = { ...down('1', 'n'), name: 'way back', takesBack: [] };
  const batch: Batch = { ...base, oneLeg: true, migrations: [migration] };
  const plan: Plan = {
    ...{ fingerprint: '', database: '', refusals: [], batches: [batch] },
    ...{ before: { tables: {}, others: {} }, after: { tables: {}, others: {} } },
  };
  t.is(batchLevel(batch, at('o')), 'partial');
  t.is(batchLevel(batch, at('n')), 'new');
  t.is(batchLevel(batch, at('x')), 'foreign');
  t.is(currentBatch(plan, { sides: [at('n'), at('o')], replicas: [] }), 0);
  t.is(currentBatch(plan, { sides: [at('n'), at('n')], replicas: [at('o')] }), 0, 'a replica counts');
  t.is(currentBatch(plan, { sides: [at('n'), at('n')], replicas: [at('n')] }), 1);
});

test('what an abort gives back is done when it is recorded again', t => {
  const migration = { ...down('1', 'n'), name: 'way back', takesBack: [], givesBack: ['2'] };
  const batch: Batch = { ...base, oneLeg: true, migrations: [migration] };
  t.is(batchLevel(batch, at('n')), 'partial');
  t.is(batchLevel(batch, at('n', '2')), 'new');
});

test('a way back whose structure is right and whose records are not is not done', t => {
  const batch: Batch = { ...base, oneLeg: true, migrations: [{ ...down('1', 'n'), name: 'way back' }] };
  t.is(batchLevel(batch, at('n', '1')), 'partial');
});
