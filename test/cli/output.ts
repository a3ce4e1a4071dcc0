import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { cliFile } from '../helpers/run-cli.js';

const withFullDevice = existsSync('/dev/full') ? test : test.skip;

withFullDevice('a disk that is full behind the output is told, and is no bug', t => {
  const command = `'${process.execPath}' '${cliFile}' --help > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  t.is(status, 0);
  t.is(stderr, 'standard output cannot be written (ENOSPC)\n');
});

test('a reader that has gone is no error', async t => {
  const child = spawn(process.execPath, [cliFile, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  // Closed here before the program can have written anything: it has not even started.
  child.stdout.destroy();
  const stderr = text(child.stderr);
  t.deepEqual([(await once(child, 'close'))[0], await stderr], [0, '']);
});
