import test from 'ava';
import { diffStructures } from '../../src/plan/diff-structure.js';
import { mixedPlan } from '../helpers/sample-plans.js';
import { column, structure, table } from '../helpers/structures.js';

test('a changed table is a unified diff, an added one is all plus, a dropped one all minus', t => {
  const diffs = diffStructures(mixedPlan.before, mixedPlan.after);
  t.deepEqual(
    diffs.map(({ object, change }) => [object, change]),
    [
      ['table coupons', 'added'],
      ['table orders', 'changed'],
    ],
  );
  t.regex(diffs[0]?.patch ?? '', /^@@ -0,0 \+1,5 @@\n(\+.*\n)+$/);
  t.regex(diffs[1]?.patch ?? '', /- {2}`id` int\(11\) NOT NULL.*\n\+ {2}`id` bigint\(20\) NOT NULL/);
  const [dropped] = diffStructures(structure(table('t', [column('id', 'int')])), structure());
  t.like(dropped, { object: 'table t', change: 'dropped' });
  t.regex(dropped?.patch ?? '', /^@@.*\n(-.*\n)+$/);
});

test('what did not change is left out, other objects are named by their kind', t => {
  const same = structure(table('t', [column('id', 'int')]));
  t.deepEqual(diffStructures(same, same), []);
  const [view] = diffStructures(same, {
    ...same,
    others: { 'view:v': 'CREATE VIEW `v` AS select 1 AS `1`' },
  });
  t.like(view, { object: 'view v', change: 'added' });
});

test('a text that takes too long to compare is shown as replaced, every line of it', t => {
  // No line in common: whether the comparison ends or is given up, every line goes and every line comes.
  const lines = (word: string) => Array.from({ length: 12_000 }, (_, n) => `${word} ${n}`).join('\n');
  const of = (create: string) => structure(table('t', [column('id', 'int')], { create }));
  const [diff] = diffStructures(of(lines('old')), of(lines('new')));
  t.is(diff?.patch.split('\n').filter(line => line.startsWith('+new')).length, 12_000);
  t.is(diff?.patch.split('\n').filter(line => line.startsWith('-old')).length, 12_000);
});
