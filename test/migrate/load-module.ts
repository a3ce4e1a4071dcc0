import { join } from 'node:path';
import test from 'ava';
import { ConfigError } from '../../src/errors.js';
import { loadModule } from '../../src/migrate/load-module.js';
import { folderWith } from '../helpers/folder-with.js';

test('exports are found by name in ES modules, in CommonJS, and in a default export', async t => {
  const folder = await folderWith(t, {
    'a.mjs': 'export const up = () => 1;',
    'b.cjs': 'exports.up = () => 1;',
    'c.mjs': 'export default { up: () => 1 };',
    'd.cjs': 'exports.__esModule = true; exports.default = { up: () => 1 };',
  });
  for (const name of ['a.mjs', 'b.cjs', 'c.mjs', 'd.cjs']) {
    const { up } = await loadModule(join(folder, name));
    t.is((up as () => number)(), 1, name);
  }
});

test('an error of the file is told with its path and without a stack', async t => {
  const folder = await folderWith(t, { 'a.mjs': `import './gone.mjs';` });
  const error = await t.throwsAsync(loadModule(join(folder, 'a.mjs')), { instanceOf: ConfigError });
  t.true(error?.message.startsWith(`${join(folder, 'a.mjs')}: cannot be loaded: `));
  t.false(error?.message.includes('\n'));
});

test('a file that cannot be read is told in its own words, not in those of the loader', async t => {
  const folder = await folderWith(t, { 'folder.mjs/x': '' });
  for (const [name, code] of Object.entries({ 'none.mjs': 'ENOENT', 'folder.mjs': 'EISDIR' })) {
    const message = `${join(folder, name)}: cannot be read (${code})`;
    await t.throwsAsync(loadModule(join(folder, name)), { instanceOf: ConfigError, message });
  }
});

test('TypeScript runs where Node or the project can run it, and says what is missing elsewhere', async t => {
  const folder = await folderWith(t, { 'a.ts': 'export const up = (n: number): number => n + 1;' });
  const loaded = loadModule(join(folder, 'a.ts'));
  if ((process as { features: { typescript?: unknown } }).features.typescript) {
    t.is(((await loaded).up as (n: number) => number)(1), 2);
    return;
  }
  const error = await t.throwsAsync(loaded, { instanceOf: ConfigError });
  t.regex(error?.hint ?? '', /Node 22\.18.*tsx/);
});

test('tsx of the project runs TypeScript on a Node that cannot', async t => {
  const folder = await folderWith(t, {
    'm/a.ts': 'export const up = () => 1;',
    'node_modules/tsx/package.json': `{ "name": "tsx", "exports": { "./esm/api": "./api.mjs" } }`,
    'node_modules/tsx/api.mjs': 'export const tsImport = async file => ({ up: () => file });',
  });
  const { up } = await loadModule(join(folder, 'm/a.ts'));
  const native = Boolean((process as { features: { typescript?: unknown } }).features.typescript);
  t.is((up as () => unknown)(), native ? 1 : join(folder, 'm/a.ts'));
});
