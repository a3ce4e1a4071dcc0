import test from 'ava';
import fc from 'fast-check';
import { keysPredicate, rangePredicate } from '../../src/verify/key-range.js';
import type { KeyColumn } from '../../src/verify/key-value.js';

const [a, b, c] = ['a', 'b', 'c'].map((name): KeyColumn => ({ name, form: 'number' })) as [
  KeyColumn,
  KeyColumn,
  KeyColumn,
];

test('a table without bounds is one range', t => {
  t.is(rangePredicate([a], { after: null, upTo: null }), 'TRUE');
});

test('a range excludes its lower bound and includes its upper one', t => {
  t.is(rangePredicate([a], { after: ['1'], upTo: ['5'] }), '`a` > 1 AND `a` <= 5');
});

test('a bound of several columns is written without row constructors', t => {
  t.is(
    rangePredicate([a, b, c], { after: ['1', '2', '3'], upTo: null }),
    '(`a` > 1 OR (`a` = 1 AND (`b` > 2 OR (`b` = 2 AND `c` > 3))))',
  );
});

test('rows are named by all columns of their keys', t => {
  t.is(
    keysPredicate(
      [a, b],
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ),
    '(`a` = 1 AND `b` = 2) OR (`a` = 3 AND `b` = 4)',
  );
});

/** The predicate as JavaScript, for rows of small numbers. */
function matches(predicate: string, row: readonly number[]): boolean {
  const code = predicate
    .replace(/`([abc])`/g, (_, name: string) => String(row['abc'.indexOf(name)]))
    .replace(/(?<![<>])=/g, '===')
    .replaceAll('AND', '&&')
    .replaceAll('OR', '||')
    .replaceAll('TRUE', 'true');
  return Function(`return ${code}`)() as boolean;
}

test('ranges put end to end hold every row exactly once', t => {
  const row = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3));
  fc.assert(
    fc.property(row, fc.array(row, { maxLength: 4 }), (one, bounds) => {
      const sorted = bounds.toSorted((x, y) => x[0] - y[0] || x[1] - y[1] || x[2] - y[2]);
      const ends = [null, ...sorted.map(bound => bound.map(String)), null];
      const ranges = ends.slice(1).map((upTo, i) => ({ after: ends[i] ?? null, upTo }));
      const holding = ranges.filter(range => matches(rangePredicate([a, b, c], range), one));
      t.is(holding.length, 1);
    }),
  );
});
