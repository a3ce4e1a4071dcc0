/** The script that judges a test run: it must never pass what did not run. */
import { spawnSync } from 'node:child_process';
import test from 'ava';

function summarize(...lines: string[]) {
  const { stdout, status } = spawnSync(process.execPath, ['scripts/tap-summary.mjs'], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
  });
  return { status, stdout, last: stdout.trimEnd().split('\n').at(-1) };
}

test('the last line counts what passed and failed', t => {
  const { status, last } = summarize('TAP version 13', 'ok 1 - a', 'ok 2 - b', '', '1..2', '# tests 2');
  t.is(last, '2 passed, 0 failed');
  t.is(status, 0);
});

test('skipped tests are counted by themselves, and only when there are some', t => {
  const { status, last } = summarize('ok 1 - a', 'ok 2 - b # SKIP', 'not ok 3 - c # TODO', '1..3');
  t.is(last, '1 passed, 0 failed, 2 skipped');
  t.is(status, 0);
});

test('a failure is printed in full and fails the run', t => {
  const { status, stdout, last } = summarize(
    'ok 1 - a',
    'not ok 2 - b',
    '  ---',
    '    at: here',
    '  ...',
    '1..2',
  );
  t.is(last, '1 passed, 1 failed');
  t.is(status, 1);
  t.regex(stdout, /✘ b\n {2}---\n {4}at: here/);
});

test('a run without tests fails', t => {
  t.like(summarize('TAP version 13', '', '1..0'), { status: 1, last: '0 passed, 1 failed' });
});

test('a run in which everything was skipped fails', t => {
  t.like(summarize('ok 1 - a # SKIP', '1..1'), { status: 1, last: '0 passed, 1 failed, 1 skipped' });
});

test('a run that ended before its plan was printed fails', t => {
  t.like(summarize('TAP version 13', 'ok 1 - a'), { status: 1, last: '1 passed, 1 failed' });
});

test('a run in which fewer tests ended than were planned fails', t => {
  t.like(summarize('ok 1 - a', '1..2'), { status: 1, last: '1 passed, 1 failed' });
});

test('a runner that said nothing at all fails', t => {
  t.like(summarize(), { status: 1, last: '0 passed, 1 failed' });
});
