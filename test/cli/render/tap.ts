import test from 'ava';
import { parse } from 'yaml';
import { tapBailOut, tapEnd, tapHead, tapResult } from '../../../src/cli/render/tap.js';
import type { TestFailure } from '../../../src/programs/test/program-test.js';

const result = (name: string, failure: TestFailure | null = null) => ({
  test: { file: 'procedures/test/a.sql', name, line: 1, steps: [] },
  failure,
  ms: 7,
});

test('a run is a version, a plan, a line for each test, and a count for people', t => {
  t.deepEqual(tapHead(2, 'mariadb 10.11'), ['TAP version 13', '1..2', '# on mariadb 10.11']);
  t.deepEqual(tapResult(result('works'), 1), ['ok 1 - procedures/test/a.sql: works']);
  t.is(tapEnd([result('works'), result('fails', { line: 3, message: 'no' })]), '# 1 passed, 1 failed');
});

test('no name of a test is a directive or another line', t => {
  t.deepEqual(tapResult(result('is # SKIPped \\ not\nok 9'), 1), [
    'ok 1 - procedures/test/a.sql: is \\# SKIPped \\\\ not ok 9',
  ]);
  t.is(tapBailOut('lost\nok 2'), 'Bail out! lost ok 2');
});

test('a failure is a block of YAML, whatever its texts are', t => {
  const diff = '@@ -1,1 +1,2 @@\n | a: b # |\n-| ... |\n+| 😀 --- |\n';
  const failure = { line: 12, message: 'it failed: "x"\n  ...: \\', diff };
  const [point, ...block] = tapResult(result('fails', failure), 3);
  t.is(point, 'not ok 3 - procedures/test/a.sql: fails');
  t.is(block[0], '  ---');
  t.is(block.at(-1), '  ...');
  t.deepEqual(parse(block.slice(1, -1).join('\n')), {
    message: failure.message,
    at: 'procedures/test/a.sql:12',
    diff,
    duration_ms: 7,
  });
});
