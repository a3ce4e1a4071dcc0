import test from 'ava';
import { judgeAnswer } from '../../../src/programs/test/judge-answer.js';
import { parseTestFile } from '../../../src/programs/test/parse-test-file.js';
import type { Answer, ResultTable, TestStep } from '../../../src/programs/test/program-test.js';

/** The statement of line 1, with what is expected of it from line 2 on. */
function expecting(comments: string): TestStep {
  return parseTestFile(`CALL total();\n${comments}`, 'total.sql')[0]?.steps[0] as TestStep;
}

const rows = (...results: readonly ResultTable[]): Answer => ({ kind: 'results', results });
const numbers = (...values: readonly string[]): ResultTable => ({
  columns: ['n'],
  rows: values.map(value => [value]),
});
const duplicate: Answer = { kind: 'error', number: 1062, sqlState: '23000', text: "Duplicate entry 'a'" };

test('where nothing is expected anything but an error will do', t => {
  t.is(judgeAnswer(expecting(''), rows()), null);
  t.is(judgeAnswer(expecting(''), rows(numbers('1'))), null);
  t.deepEqual(judgeAnswer(expecting(''), duplicate), {
    line: 1,
    message: "it failed: 1062 (23000) Duplicate entry 'a'",
  });
});

test('rows are compared in their order, and the difference is shown', t => {
  const step = expecting('-- | n |\n-- | 1 |\n-- | 2 |');
  t.is(judgeAnswer(step, rows(numbers('1', '2'))), null);
  t.deepEqual(judgeAnswer(step, rows(numbers('1', '30'))), {
    line: 2,
    message: 'the rows are not the expected ones',
    diff: '@@ -1,3 +1,3 @@\n | n  |\n | 1  |\n-| 2  |\n+| 30 |\n',
  });
  t.is(judgeAnswer(step, rows(numbers('2', '1')))?.message, 'the rows came in another order');
});

test('in any order only what the rows are counts, and how often', t => {
  const step = expecting('-- expect in any order:\n-- | n |\n-- | 1 |\n-- | 1 |\n-- | 2 |');
  t.is(judgeAnswer(step, rows(numbers('1', '2', '1'))), null);
  t.is(judgeAnswer(step, rows(numbers('1', '2', '2')))?.message, 'the rows are not the expected ones');
});

test('names of columns count, also of no rows', t => {
  const step = expecting('-- | n |');
  t.is(judgeAnswer(step, rows(numbers())), null);
  t.not(judgeAnswer(step, rows({ columns: ['m'], rows: [] })), null);
});

test('the text NULL is not NULL, and the empty text neither', t => {
  const one = (value: string | null) => rows({ columns: ['n'], rows: [[value]] });
  t.is(judgeAnswer(expecting('-- | n |\n-- | NULL |'), one(null)), null);
  t.not(judgeAnswer(expecting('-- | n |\n-- | NULL |'), one('NULL')), null);
  t.is(judgeAnswer(expecting("-- | n |\n-- | 'NULL' |"), one('NULL')), null);
  t.not(judgeAnswer(expecting('-- | n |\n-- |  |'), one(null)), null);
});

test('a CALL has as many results as are expected, each as it is expected', t => {
  const step = expecting('-- | n |\n-- | 1 |\n\n-- expect: 2 rows');
  t.is(judgeAnswer(step, rows(numbers('1'), numbers('8', '9'))), null);
  t.is(judgeAnswer(step, rows(numbers('1')))?.message, '2 results expected, and 1 came');
  t.is(judgeAnswer(step, rows())?.message, '2 results expected, and none came');
  t.like(judgeAnswer(step, rows(numbers('1'), numbers('9'))), {
    line: 5,
    message: 'result 2: 2 rows expected, and 1 came',
    diff: '@@ -0,0 +1,2 @@\n+| n |\n+| 9 |\n',
  });
  t.is(judgeAnswer(expecting('-- expect: no result'), rows()), null);
  t.is(
    judgeAnswer(expecting('-- expect: no result'), rows(numbers('1')))?.message,
    '0 results expected, and 1 came',
  );
});

test('an error is held against its SQLSTATE or number, and a part of its text', t => {
  for (const expected of ['error', 'error 23000', 'error 1062', "error 1062: entry 'a'", 'error: Duplicate'])
    t.is(judgeAnswer(expecting(`-- expect ${expected}`), duplicate), null, expected);
  t.deepEqual(judgeAnswer(expecting('-- expect error 45000: full'), duplicate), {
    line: 2,
    message: "another error was expected; it failed: 1062 (23000) Duplicate entry 'a'",
    diff: "@@ -1,1 +1,1 @@\n-error 45000: full\n+error 23000: Duplicate entry 'a'\n",
  });
  t.not(judgeAnswer(expecting('-- expect error 1062: other'), duplicate), null);
  t.deepEqual(judgeAnswer(expecting('-- expect error 45000'), rows()), {
    line: 2,
    message: 'an error 45000 was expected, and none came',
  });
});
