import { readFile } from 'node:fs/promises';
import test from 'ava';
import { ConfigError } from '../../../src/errors.js';
import { parseTestFile } from '../../../src/programs/test/parse-test-file.js';
import type { Expectation } from '../../../src/programs/test/program-test.js';

const parse = (text: string) => parseTestFile(text, 'procedures/test/total.sql');

/** Of the only statement of a file. */
function expected(comments: string): Expectation | undefined {
  return parse(`CALL total();\n${comments}`)[0]?.steps[0]?.expected;
}

const table = (columns: readonly string[], ...rows: readonly (string | null)[][]) => ({ columns, rows });

test('a file without the name of a test is one test, which has the name of the file', t => {
  t.deepEqual(parse('SELECT 1;\nCALL total();'), [
    {
      file: 'procedures/test/total.sql',
      name: 'total',
      line: 1,
      steps: [
        { text: 'SELECT 1', line: 1, expected: { kind: 'success' } },
        { text: 'CALL total()', line: 2, expected: { kind: 'success' } },
      ],
    },
  ]);
});

test('what stands in front of the first test is run before each of them', t => {
  const tests = parse('-- for all\nA;\n-- test: one\nB;\n\n--test: two, and more\nC;\nD;');
  t.deepEqual(
    tests.map(({ name, line, steps }) => [name, line, ...steps.map(({ text }) => text)]),
    [
      ['one', 3, 'A', 'B'],
      ['two, and more', 6, 'A', 'C', 'D'],
    ],
  );
});

test('a table is read with and without the borders that clients print', t => {
  const plain = expected('-- | ip | hash |\n-- | 10.0.0.1 | NULL |');
  t.deepEqual(plain, {
    kind: 'results',
    line: 2,
    results: [{ kind: 'table', line: 2, anyOrder: false, table: table(['ip', 'hash'], ['10.0.0.1', null]) }],
  });
  const bordered = expected('-- +--+--+\n-- | ip | hash |\n-- +--+--+\n-- | 10.0.0.1 | NULL |\n-- +--+--+');
  t.deepEqual(bordered, plain);
});

test('a table behind an empty line, a remark or a border is that of the next result', t => {
  const texts = [
    '-- | a |\n-- | 1 |\n\n-- | b |\n-- | 2 |',
    '-- | a |\n-- | 1 |\n-- and then\n-- | b |\n-- | 2 |',
    '-- +-+\n-- | a |\n-- +-+\n-- | 1 |\n-- +-+\n-- +-+\n-- | b |\n-- +-+\n-- | 2 |\n-- +-+',
  ];
  for (const text of texts) {
    const found = expected(text);
    const tables = found?.kind === 'results' ? found.results : [];
    t.deepEqual(
      tables.map(each => each.kind === 'table' && each.table),
      [table(['a'], ['1']), table(['b'], ['2'])],
    );
  }
});

test('counts, no result, and any order', t => {
  const line = 2;
  const count = (rows: number) => ({
    kind: 'results',
    line,
    results: [{ kind: 'count', line, count: rows }],
  });
  t.deepEqual(expected('-- expect: 2 rows') as object, count(2));
  t.deepEqual(expected('-- expect 1 row') as object, count(1));
  t.deepEqual(expected('-- Expect: no rows') as object, count(0));
  t.deepEqual(expected('-- expect: no result') as object, { kind: 'results', line, results: [] });
  for (const head of ['expect in any order:', 'expect: in any order', 'expect: 1 row in any order:']) {
    const found = expected(`-- ${head}\n-- | a |\n-- | 1 |`);
    t.like(found, { kind: 'results', results: [{ kind: 'table', anyOrder: true }] }, head);
  }
});

test('an error is expected by SQLSTATE, by number or at all, with a part of its text', t => {
  const error = (code: string | null, text = '') => ({ kind: 'error', line: 2, code, text });
  t.deepEqual(expected('-- expect error 45000: no: not now') as object, error('45000', 'no: not now'));
  t.deepEqual(expected('-- expect error 1062') as object, error('1062'));
  t.deepEqual(expected('-- expect: error 23000') as object, error('23000'));
  t.deepEqual(expected('-- expect error: too late') as object, error(null, 'too late'));
  t.deepEqual(expected('-- expect error') as object, error(null));
});

test('what is expected may stand on the line of the statement, behind another delimiter, and behind \\G', t => {
  t.like(parse('SELECT 1; -- expect: 1 row')[0]?.steps[0], { expected: { kind: 'results' } });
  t.like(parse('DELIMITER $$\nSELECT 1 $$\nDELIMITER ;\n-- expect: 1 row')[0]?.steps[0], {
    expected: { kind: 'results', line: 4 },
  });
  t.like(parse('SELECT 1\\G -- expect: 1 row')[0]?.steps[0], { expected: { kind: 'results' } });
});

test('remarks are for people: of other kinds of comments nothing is read', t => {
  for (const remark of [
    '-- it gives | a | b |',
    '# expect: 2 rows',
    '/* expect: 2 rows */',
    '-- expected: 2',
  ])
    t.deepEqual(expected(remark), { kind: 'success' }, remark);
});

const refusals: Readonly<Record<string, readonly [text: string, place: string, id: string]>> = {
  'an expectation that is not understood': ['A;\n  -- expect two rows', '2:3', 'unknown-expectation'],
  'an expectation in front of all statements': ['-- expect: 1 row\nA;', '1:1', 'nothing-before'],
  'an expectation behind the name of a test': ['A;\n-- test: x\n-- | a |\nB;', '3:1', 'nothing-before'],
  'an expectation inside a statement': ['SELECT 1\n-- expect: 1 row\n;', '2:1', 'inside-statement'],
  'a test without a name': ['-- test:\nA;', '1:1', 'test-without-name'],
  'a test without a statement': ['-- test: x\nA;\n-- test: y\n', '3:1', 'test-without-statement'],
  'two tests, of which the first has no statement': [
    '-- test: x\n-- test: y\nA;',
    '1:1',
    'test-without-statement',
  ],
  'an error and rows': ['A;\n-- expect error\n-- | a |', '3:1', 'more-than-an-error'],
  'any order of nothing': ['A;\n-- expect in any order:\n\n-- | a |', '2:1', 'no-table'],
  'a border alone': ['A;\n-- +---+', '2:1', 'no-table'],
  'a number that is not that of the table': ['A;\n-- expect: 2 rows\n-- | a |', '2:1', 'other-count'],
  'a row that does not end': ['A;\n-- | a |\n-- | 1', '3:1', 'unended-row'],
  'a row of another width': ['A;\n-- | a |\n-- | 1 | 2 |', '3:1', 'other-width'],
  'a file without a statement': ['-- nothing', '1:1', 'no-test'],
  'what the splitter refuses': ["A;\nSELECT 'x", '2:8', 'unclosed-quote'],
};

for (const [what, [text, place, id]] of Object.entries(refusals))
  test(`refused with its place: ${what}`, t => {
    const error = t.throws(() => parse(text), { instanceOf: ConfigError });
    t.like(error?.findings[0], { id, where: `procedures/test/total.sql:${place}` });
  });

test('the example of the page is read as the page says', async t => {
  const [, example = ''] = /```sql\n(.*?)```/s.exec(await readFile('docs/procs-test.md', 'utf8')) ?? [];
  t.deepEqual(
    parse(example).map(({ name, steps }) => [name, ...steps.map(({ expected: { kind } }) => kind)]),
    [
      ['another hash does not get the address of one that has not expired', 'success', 'error', 'results'],
      ['an address that was given up is free', 'success', 'success', 'success', 'results'],
    ],
  );
});
