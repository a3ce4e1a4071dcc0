/** The script that runs checks beside each other: it must never hide the one that fails. */
import { spawnSync } from 'node:child_process';
import test from 'ava';

function beside(...commands: string[]) {
  const { stdout, status } = spawnSync('bash', ['scripts/beside.sh', ...commands], { encoding: 'utf8' });
  return { status, stdout };
}

test('what commands say comes in their order, each in one piece', t => {
  const waits = 'read -r line < <(echo second); echo first';
  t.deepEqual(beside(waits, 'echo second; echo third >&2'), { status: 0, stdout: 'first\nsecond\nthird\n' });
});

test('the exit code is that of the first command that fails, and the others are heard all the same', t => {
  t.deepEqual(beside('true', 'echo a; exit 3', 'exit 2', 'echo b'), { status: 3, stdout: 'a\nb\n' });
});

test('a command that there is not is a failure', t => {
  t.is(beside('true', './no-such-command').status, 127);
});
