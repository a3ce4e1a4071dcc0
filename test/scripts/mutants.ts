import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';

const script = fileURLToPath(new URL('../../../scripts/mutants.mjs', import.meta.url));

test('every deliberate fault can be made in the build as it is', async t => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--check']);
  t.regex(stdout, /faults can be made/);
});
