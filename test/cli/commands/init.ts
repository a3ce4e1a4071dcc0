import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { init, initPointers } from '../../../src/cli/commands/init.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { UsageError } from '../../../src/errors.js';
import { folderWith } from '../../helpers/folder-with.js';

test('init writes a configuration that parses, and overwrites nothing', async t => {
  const folder = await folderWith(t);
  const file = await init({ cwd: folder });
  t.is((await loadConfig({ cwd: folder })).file, file);
  await writeFile(file, 'mine');
  await t.throwsAsync(init({ cwd: folder }), { instanceOf: UsageError, message: /already there/u });
  t.is(await readFile(file, 'utf8'), 'mine');
});

test('what init has commented out is allowed when it is uncommented', async t => {
  const folder = await folderWith(t);
  const file = await init({ cwd: folder });
  const text = await readFile(file, 'utf8');
  const uncommented = text.replaceAll(
    /^( *)# (?=(?:knexfile|preferredActive|workspace|limits):|- kind| {2}(?:get|set|timeoutMs|\w+Ms):)/gmu,
    '$1',
  );
  t.not(uncommented, text);
  await writeFile(file, uncommented);
  const config = await loadConfig({ cwd: folder });
  t.is(config.pointers.length, 2);
  t.is(config.preferredActive, 'a');
  t.is(config.knexfile, join(folder, 'knexfile.js'));
  t.is(config.limits.writePauseMs, 5000);
});

test('the pointers of a fresh configuration can be given their first value', async t => {
  const folder = await folderWith(t);
  await init({ cwd: folder });
  const [pointer] = await initPointers({ cwd: folder, active: 'b' });
  t.like(pointer, { created: true, value: { active: 'b', host: 'db-b.example.com', port: 3306 } });
});
