import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { folderWith } from '../helpers/folder-with.js';

const script = fileURLToPath(new URL('../../../scripts/group-tests.mjs', import.meta.url));

/** What is to be run of these files: for each the test files in it, a file that stays as it is with none. */
async function grouped(t: ExecutionContext, files: Readonly<Record<string, string>>) {
  const folder = await folderWith(t, files);
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder]);
  const found = stdout.trimEnd().split('\n');
  const texts = await Promise.all(found.map(file => readFile(file, 'utf8')));
  const imports = (text: string) => [...text.matchAll(/^import "\.\.\/(.*)";$/gmu)].map(([, name]) => name);
  return Object.fromEntries(
    found.map((file, index) => [relative(folder, file), imports(texts[index] ?? '')]),
  );
}

const sync = "import test from 'ava';\ntest('x', async t => {\n  await 0;\n});\n";

test('files of a folder share a process, those of two folders do not', async t => {
  const files = { 'a/1.js': sync, 'a/deep/2.js': sync, 'b/3.js': sync };
  t.deepEqual(await grouped(t, files), {
    'groups/a.js': ['a/1.js', 'a/deep/2.js'],
    'groups/b.js': ['b/3.js'],
  });
});

test('each of many files is in one group, and no group is large', async t => {
  const names = Array.from({ length: 23 }, (_, n) => `a/${String(n).padStart(2, '0')}.js`);
  const groups = Object.values(await grouped(t, Object.fromEntries(names.map(name => [name, sync]))));
  t.deepEqual(groups.flat().toSorted(), names);
  t.deepEqual(
    groups.map(({ length }) => length),
    [8, 8, 7],
  );
});

test('a file that waits before its tests are declared stays alone, also where a helper of it does', async t => {
  const files = {
    'a/1.js': sync,
    'a/2.js': `const x = await 0;\n${sync}`,
    'a/3.js': `import { x } from '../helpers/x.js';\n${sync}`,
    'helpers/x.js': 'export const x = (await 0) + 1;\n',
    'real/4.js': sync,
    'top.js': sync,
  };
  t.deepEqual(await grouped(t, files), {
    'a/2.js': [],
    'a/3.js': [],
    'groups/a.js': ['a/1.js'],
    'top.js': [],
  });
});
