/** The map in `src/README.md` is true: imports point one way, packages stay in their places, the table is the table. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { rules } from '../src/engine/rules.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const src = join(root, 'src');

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean };

const files = (await readdir(src, { recursive: true })).filter(name => name.endsWith('.ts'));
const imports = (await Promise.all(files.map(readImports))).flat();

async function readImports(name: string): Promise<readonly Import[]> {
  const text = await readFile(join(src, name), 'utf8');
  const found = text.matchAll(/^(?:import|export) (type )?[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gmu);
  return [...found].map(([, type, named = '', dynamic = named]) => ({
    from: name,
    to: dynamic.startsWith('.') ? relative(src, resolve(src, dirname(name), dynamic)) : dynamic,
    typeOnly: type !== undefined,
  }));
}

/** Entries and what they fold to are data; only the tables on the servers are an adapter. */
const pureFiles = ['journal/entry.ts', 'journal/fold.ts'];

const folderOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');
const show = ({ from, to }: Import): string => `${from} imports ${to}`;

const pure = ['pair', 'gtid', 'sql', 'flavor', 'plan', 'programs', 'engine', 'grants'];

/** Beside the pure ones and `server`, which every adapter may use. */
const adapters: Readonly<Record<string, readonly string[]>> = {
  server: [],
  journal: [],
  config: [],
  pointer: ['config'],
  preflight: ['config'],
  verify: [],
  sandbox: [],
  migrate: [],
  workspace: ['migrate', 'sandbox'],
};

test('pure folders import only each other, and types', t => {
  const outward = imports.filter(
    ({ from, to, typeOnly }) =>
      pure.includes(folderOf(from)) &&
      folderOf(to) !== '' &&
      !to.startsWith('node:') &&
      files.includes(to.replace(/\.js$/u, '.ts')) &&
      !pure.includes(folderOf(to)) &&
      !pureFiles.includes(to.replace(/\.js$/u, '.ts')) &&
      !typeOnly,
  );
  t.deepEqual(outward.map(show), []);
});

test('pure folders touch no file, network or process', t => {
  const allowed = new Set(['node:crypto', 'node:util', 'diff', 'valibot']);
  const touching = imports.filter(
    ({ from, to }) =>
      pure.includes(folderOf(from)) && !files.includes(to.replace(/\.js$/u, '.ts')) && !allowed.has(to),
  );
  t.deepEqual(touching.map(show), []);
});

test('adapters know each other only as the map says, and nobody but the command line knows the command line', t => {
  const wrong = imports.filter(({ from, to, typeOnly }) => {
    const [here, there] = [folderOf(from), folderOf(to)];
    if (there === 'cli') return here !== 'cli';
    if (there === 'run') return here !== 'run' && here !== 'cli' && from !== 'index.ts';
    const known = adapters[here];
    if (known === undefined || typeOnly || here === there || !(there in adapters)) return false;
    return there !== 'server' && !known.includes(there);
  });
  t.deepEqual(wrong.map(show), []);
});

test('each package is imported in its place alone', t => {
  const places: Readonly<Record<string, readonly string[]>> = {
    mysql2: ['server'],
    'mysql2/promise': ['server'],
    knex: ['migrate'],
    commander: ['cli'],
    listr2: ['cli'],
    diff: ['plan'],
  };
  const stray = imports.filter(({ from, to }) => to in places && !places[to]?.includes(folderOf(from)));
  t.deepEqual(stray.map(show), []);
});

test('the table of the map has the rules of the engine, in their order', async t => {
  const map = await readFile(join(src, 'README.md'), 'utf8');
  const table = map.slice(map.indexOf('## The rules'), map.indexOf('## Acting'));
  const steps = [...table.matchAll(/^\| `([a-z-]+)` \|/gmu)].map(([, id]) => id);
  t.deepEqual(
    steps,
    rules.map(({ id }) => id),
  );
});

test('the map names every folder', async t => {
  const map = await readFile(join(src, 'README.md'), 'utf8');
  const folders = [...new Set(files.map(folderOf))].filter(name => name !== '');
  for (const name of folders) t.regex(map, new RegExp(`^${name}/ `, 'mu'), name);
});
