/** What became of the programs of a deploy that did not end. */
import test from 'ava';
import type { RecordedChange } from '../../src/programs/deploy-record.js';
import type { Definition, Deployed } from '../../src/programs/program.js';
import { changedSince, foundByKey, hasAll } from '../../src/programs/since-begun.js';

const hello = (n: number): Definition => ({
  ...{ kind: 'procedure', name: 'hello', create: `CREATE PROCEDURE hello() SELECT ${n}`, definer: 'd@h' },
  settings: { sqlMode: '', characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' },
});

/** `a` had the first version, `b` another one; the third was to come. */
const change: RecordedChange = {
  ...{ kind: 'procedure', name: 'hello', before: { a: hello(1), b: hello(2) }, after: hello(3) },
  grants: { a: [], b: [] },
};

const found = (...programs: readonly Deployed[]) => foundByKey(programs);
const isForeign = (...programs: readonly Deployed[]) => changedSince([change], found(...programs)).length > 0;

test('what was written down of either server may be put back, and so may what is not there', t => {
  for (const n of [1, 2, 3]) t.false(isForeign(hello(n)));
  t.false(isForeign());
});

test('a text, a definer or settings that nobody wrote down are somebody else’s, and so is what may not be seen', t => {
  t.true(isForeign(hello(4)));
  t.true(isForeign({ ...hello(1), definer: 'other@h' }));
  t.true(isForeign({ ...hello(1), settings: { ...hello(1).settings, sqlMode: 'ANSI' } }));
  t.true(isForeign({ kind: 'procedure', name: 'hello', hidden: true }));
});

test('everything is there when each program is as it was to be, and what was to go is gone', t => {
  t.true(hasAll([change], found(hello(3))));
  t.false(hasAll([change], found(hello(1))));
  t.false(hasAll([change], found()));
  t.true(hasAll([{ ...change, after: null }], found()));
  t.false(hasAll([{ ...change, after: null }], found(hello(1))));
});
