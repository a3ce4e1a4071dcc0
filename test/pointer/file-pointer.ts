import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { FilePointerConfig } from '../../src/config/config.js';
import { FailedError } from '../../src/errors.js';
import { openFilePointer } from '../../src/pointer/file-pointer.js';
import { folderWith } from '../helpers/folder-with.js';

const target = { active: 'b', host: 'db-b', port: 3307 } as const;
const first = {
  active: 'a',
  host: 'db-a',
  port: 3306,
  generation: 1,
  updatedAt: '2026-11-22T00:00:00.000Z',
} as const;

async function newPointer(t: ExecutionContext, config: Partial<FilePointerConfig> = {}) {
  const folder = await folderWith(t);
  const path = join(folder, 'active.json');
  const pointer = openFilePointer({ kind: 'file', path, format: 'json', mode: 0o644, ...config });
  await pointer.create(first);
  return { folder, path, pointer };
}

test('a move is read back, and its generation grows, also when the side stays', async t => {
  const { folder, pointer } = await newPointer(t);
  const moved = await pointer.compareAndSet(first, target);
  t.like(moved, { ...target, generation: 2 });
  const same = await pointer.compareAndSet(moved, target);
  t.like(same, { ...target, generation: 3 });
  t.deepEqual(await pointer.read(), same);
  t.deepEqual(await fs.readdir(folder), ['active.json']);
});

test('a move from an old generation is refused and changes nothing', async t => {
  const { path, pointer } = await newPointer(t);
  await pointer.compareAndSet(first, target);
  const before = await fs.readFile(path, 'utf8');
  await t.throwsAsync(pointer.compareAndSet(first, { ...target, active: 'a' }), {
    instanceOf: FailedError,
    message: /moved by somebody else: it says b \(db-b:3307, generation 2\)/u,
  });
  t.is(await fs.readFile(path, 'utf8'), before);
});

test('a pointer that is not there is an error that says how to write it, and a move does not create it', async t => {
  const path = join(await folderWith(t), 'none.json');
  const pointer = openFilePointer({ kind: 'file', path, format: 'json', mode: 0o644 });
  const error = await t.throwsAsync(pointer.read(), {
    instanceOf: FailedError,
    message: /none\.json cannot be read/u,
  });
  t.regex(error?.hint ?? '', /dbshift init --active/u);
  await t.throwsAsync(pointer.compareAndSet(first, target), { instanceOf: FailedError });
  await t.throwsAsync(fs.stat(path), { code: 'ENOENT' });
});

test('create refuses to replace a file, whatever is in it', async t => {
  const { path, pointer } = await newPointer(t);
  await fs.writeFile(path, 'something else');
  await t.throwsAsync(pointer.create(first), { instanceOf: FailedError, message: /EEXIST/u });
  t.is(await fs.readFile(path, 'utf8'), 'something else');
});

test('permissions of the file stay, and a symbolic link stays a link', async t => {
  const { folder, path } = await newPointer(t, { mode: 0o640 });
  t.is((await fs.stat(path)).mode & 0o777, 0o640);
  const link = join(folder, 'link.json');
  await fs.symlink('active.json', link);
  const pointer = openFilePointer({ kind: 'file', path: link, format: 'json', mode: 0o666 });
  await pointer.compareAndSet(first, target);
  t.true((await fs.lstat(link)).isSymbolicLink());
  t.is((await fs.stat(path)).mode & 0o777, 0o640);
  t.is((await pointer.read()).generation, 2);
});

test('a template is read at every move', async t => {
  const folder = await folderWith(t, { tpl: '{{side}} {{host}}:{{port}} {{generation}} {{updatedAt}}' });
  const config = { path: join(folder, 'out'), format: { template: join(folder, 'tpl') }, mode: 0o644 };
  const pointer = openFilePointer({ kind: 'file', ...config });
  await pointer.create(first);
  await pointer.compareAndSet(first, target);
  t.regex(await fs.readFile(config.path, 'utf8'), /^b db-b:3307 2 /u);
});

const rootOnly = process.getuid?.() === 0 ? test : test.skip;

rootOnly('the owner of the file stays when root moves the pointer (needs root)', async t => {
  const { path, pointer } = await newPointer(t);
  await fs.chown(path, 12345, 54321);
  await pointer.compareAndSet(first, target);
  const { uid, gid } = await fs.stat(path);
  t.deepEqual([uid, gid], [12345, 54321]);
});

const mover = fileURLToPath(new URL('../helpers/pointer-mover.js', import.meta.url));

/** A process that is ready to move the pointer as often as `times`; `go` lets it. */
async function startMover(t: ExecutionContext, path: string, times: number) {
  const child = spawn(process.execPath, [mover, path, 'b', String(times)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  const output = createInterface(child.stdout).on('line', line => lines.push(line));
  const closed = once(output, 'close');
  await once(output, 'line');
  return { child, lines, closed, go: () => child.stdin.write('go\n') };
}

test('of several processes that move the pointer from one generation exactly one wins', async t => {
  const { path, pointer } = await newPointer(t);
  const movers = await Promise.all(Array.from({ length: 5 }, () => startMover(t, path, 1)));
  for (const { go } of movers) go();
  await Promise.all(movers.map(({ closed }) => closed));
  const results = movers.map(({ child, lines }) => ({ pid: child.pid, result: lines.at(-1) }));
  const winners = results.filter(({ result }) => result === 'won 2');
  t.is(winners.length, 1);
  t.is(results.filter(({ result }) => result === 'lost').length, 4);
  t.like(await pointer.read(), { generation: 2, host: `host-${winners[0]?.pid}` });
});

/** Reads all the time until `stopped`; every text must be a whole pointer, with a generation that never falls. */
async function readUntil(stopped: Promise<unknown>, pointer: { read(): Promise<{ generation: number }> }) {
  let over = false;
  stopped.finally(() => {
    over = true;
  });
  let last = 0;
  while (!over) {
    const { generation } = await pointer.read();
    if (generation < last) throw new Error(`generation fell from ${last} to ${generation}`);
    last = generation;
  }
}

async function killOnce(child: ChildProcess, afterLines: number, lines: readonly string[]) {
  while (lines.length < afterLines && child.exitCode === null)
    await once(child.stdout as NodeJS.EventEmitter, 'data');
  child.kill('SIGKILL');
}

test('a process killed while it moves the pointer leaves a whole file, and the next move succeeds', async t => {
  const { path, pointer } = await newPointer(t);
  for (const turn of [1, 2, 3, 4]) {
    const { child, lines, closed, go } = await startMover(t, path, 100_000);
    const reading = readUntil(closed, pointer);
    go();
    await killOnce(child, 3 * turn, lines);
    await closed;
    await reading;
    const present = await pointer.read();
    t.like(await pointer.compareAndSet(present, target), { generation: present.generation + 1 });
  }
});
