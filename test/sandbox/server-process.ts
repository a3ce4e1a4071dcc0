import { spawn } from 'node:child_process';
import { once } from 'node:events';
import test, { type ExecutionContext } from 'ava';
import { isRunning, killProcess, stopProcess } from '../../src/sandbox/server-process.js';

/** A process that looks like a server with that option file and lives until it is stopped. */
async function start(t: ExecutionContext, optionFile: string) {
  const program = 'process.title; setInterval(() => {}, 60_000); console.log("up")';
  const child = spawn(process.execPath, ['-e', program, '--', `--defaults-file=${optionFile}`]);
  t.teardown(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return { child, pid: child.pid ?? 0 };
}

test('a server is known by its process id and its option file together', async t => {
  const { pid } = await start(t, '/x/a/my.cnf');
  t.true(await isRunning({ pid, optionFile: '/x/a/my.cnf' }));
  t.false(await isRunning({ pid, optionFile: '/x/b/my.cnf' }));
});

test('a process that got the id of a server that is gone is left alone', async t => {
  const { child, pid } = await start(t, '/somebody/else.cnf');
  await stopProcess({ pid, optionFile: '/x/a/my.cnf' });
  await killProcess({ pid, optionFile: '/x/a/my.cnf' });
  t.is(child.exitCode, null);
  t.is(child.signalCode, null);
});

test('a server that is stopped is gone when stopping returns', async t => {
  const { pid } = await start(t, '/x/a/my.cnf');
  await stopProcess({ pid, optionFile: '/x/a/my.cnf' });
  t.false(await isRunning({ pid, optionFile: '/x/a/my.cnf' }));
});

test('stopping what does not run is no error', async t => {
  await t.notThrowsAsync(stopProcess({ pid: 2 ** 22 + 1, optionFile: '/x/a/my.cnf' }));
});
