// Puts the built test files that need no server together, some of a folder in one process: a process of its own for each
// costs more than most of their tests. Writes `dist/test/groups/`, and prints what is to be run, a line each.
// A file that waits for something before its tests are declared stays alone: AVA would have begun with the others.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

const [tests = 'dist/test'] = process.argv.slice(2);
const groups = join(tests, 'groups');
const withoutTests = ['helpers', 'fixtures', 'groups'];
const withServers = ['real', 'faults'];

// So many, that both cores have something to do until the end.
const most = 10;

await rm(groups, { recursive: true, force: true });
await mkdir(groups);
const byFolder = new Map();
for (const path of await unitTests()) {
  const [folder, rest] = split(path);
  if (rest === undefined || (await waits(join(tests, path)))) console.log(join(tests, path));
  else byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
}
for (const [folder, paths] of byFolder) await writeGroups(folder, paths);

async function unitTests() {
  const names = await readdir(tests, { recursive: true });
  const others = [...withoutTests, ...withServers];
  return names.filter(name => name.endsWith('.js') && !others.includes(split(name)[0])).sort();
}

function split(path) {
  const [folder, ...rest] = path.split('/');
  return rest.length === 0 ? [folder] : [folder, rest.join('/')];
}

async function writeGroups(folder, paths) {
  const count = Math.ceil(paths.length / most);
  for (let n = 0; n < count; n += 1) {
    // Neighbours apart: what takes long often lies side by side.
    const some = paths.filter((_, index) => index % count === n);
    const file = join(groups, `${folder}${count === 1 ? '' : `-${n + 1}`}.js`);
    await writeFile(
      file,
      some.map(path => `import ${JSON.stringify(relative(groups, join(tests, path)))};\n`).join(''),
    );
    console.log(file);
  }
}

// Statements of a module begin at the first column of what the compiler writes. One that is missed is no harm: AVA
// refuses to run tests that are declared late.
async function waits(file, seen = new Set()) {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = await readFile(file, 'utf8');
  if (/^(?:(?:export )?const .*\bawait\b|await\b|for await\b)/mu.test(text)) return true;
  for (const [, to] of text.matchAll(/^import .*?from '(\.[^']+)';$|^import '(\.[^']+)';$/gmu)) {
    const path = to === undefined ? null : resolve(dirname(file), to);
    if (path?.startsWith(resolve(tests)) && (await waits(path, seen))) return true;
  }
  return false;
}
