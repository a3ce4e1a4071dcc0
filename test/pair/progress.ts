import test from 'ava';
import { batchLevel, currentBatch, lackingMigrations } from '../../src/pair/progress.js';
import type { Level } from '../../src/pair/state.js';
import type { Batch, Plan, PlannedStatement } from '../../src/plan/plan.js';
import type { FoundPrograms, PlannedProgram } from '../../src/programs/planned-program.js';

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

const program = (name: string): PlannedProgram => ({
  ...{ kind: 'view', name, before: null, after: null, sql: [] },
  grants: { a: [], b: [] },
});

/** Everything beside the programs stands as the migrations left it, but for the structure `x`. */
const withPrograms = (structure: string, programs: FoundPrograms, ...recorded: string[]): Level => ({
  ...{ structure, recorded, programs, apart: structure === 'x' ? 'other' : 'apart' },
});

test('a way back whose tables are back and whose programs are not sends none of its statements again', t => {
  const way = { ...down('1', 'n'), name: 'way back' };
  const batch: Batch = {
    ...{ ...base, oneLeg: true, migrations: [way], apart: 'p', structureAfter: 'whole' },
    programs: [program('one'), program('two')],
  };
  const begun: FoundPrograms = { 'view:one': 'now', 'view:two': 'old' };
  const level = (apart: string, ...recorded: string[]): Level => ({
    ...at('half', ...recorded),
    ...{ programs: begun, apart },
  });
  t.is(batchLevel(batch, level('p')), 'partial');
  t.deepEqual(lackingMigrations(batch, level('p')), []);
  t.deepEqual(lackingMigrations(batch, level('p', '1')), [way], 'its record is still to be removed');
  t.deepEqual(lackingMigrations(batch, level('o')), [way]);
});

test('a batch of programs alone is told by what each reads back as', t => {
  const batch: Batch = { ...base, programs: [program('v'), program('w')], apart: 'apart' };
  const level = (v: FoundPrograms[string], w: FoundPrograms[string], structure: string) =>
    batchLevel(batch, withPrograms(structure, { 'view:v': v, 'view:w': w }));
  t.is(level('old', 'old', 'o'), 'old');
  t.is(level('now', 'old', 'v1'), 'partial');
  t.is(level('now', 'missing', 'w1'), 'partial', 'between a DROP and its CREATE');
  t.is(level('old', 'now', 'w2'), 'partial', 'on the way back, in another order');
  t.is(level('now', 'now', 'n'), 'new');
  t.is(level('now', 'foreign', 'w1'), 'foreign', 'somebody else changed it');
  t.is(level('now', 'old', 'x'), 'foreign', 'a structure that the plan does not know');
  t.is(level('now', 'now', 'v1'), 'foreign');
  t.is(batchLevel(batch, at('o')), 'foreign', 'where nobody looked at them nothing is known');
});

test('migrations and programs of one batch are done when both are', t => {
  const migration = { name: '1', kind: 'sql', checksum: '', statements: [statement('m')] } as const;
  const batch: Batch = { ...base, migrations: [migration], programs: [program('v')], apart: 'apart' };
  t.is(batchLevel(batch, withPrograms('o', { 'view:v': 'old' })), 'old');
  t.is(batchLevel(batch, withPrograms('m', { 'view:v': 'old' })), 'partial', 'not recorded yet');
  t.is(batchLevel(batch, withPrograms('m', { 'view:v': 'old' }, '1')), 'partial');
  t.is(batchLevel(batch, withPrograms('n', { 'view:v': 'now' }, '1')), 'new');
  t.is(batchLevel(batch, withPrograms('n', { 'view:v': 'now' })), 'partial', 'a record is missing');
});
