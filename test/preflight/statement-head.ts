import test from 'ava';
import { statementHead } from '../../src/preflight/statement-head.js';

const shows = test.macro<[string, string]>((t, sql, expected) => {
  t.is(statementHead(sql), expected);
});

test(
  'literals are not shown',
  shows,
  "UPDATE t SET a = 'se''cret', b = \"x\\\"y\", c = 0xFF WHERE id = 5.5",
  'UPDATE t SET a = ?, b = ?, c = ? WHERE id = ?',
);
test('a literal that never ends is not shown either', shows, "SET PASSWORD = 'hunt", 'SET PASSWORD = ?');
test('digits in names stay', shows, 'SELECT * FROM t1 JOIN 2nd', 'SELECT * FROM t1 JOIN 2nd');
test('comments and line breaks go', shows, 'SELECT /* who */\n  a\tFROM t', 'SELECT a FROM t');
test('a long statement is cut', t => {
  const head = statementHead(`SELECT ${'a, '.repeat(100)}b FROM t`);
  t.is(head.length, 80);
  t.true(head.endsWith('…'));
});
