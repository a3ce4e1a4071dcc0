import * as fs from 'node:fs/promises';
import { basename, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { draftPath, type FileCalls, removeLeftovers, replaceFile } from '../../src/pointer/replace-file.js';
import { folderWith } from '../helpers/folder-with.js';

/** The file holds `generation owner`. */
async function read(path: string): Promise<{ generation: number; owner: string }> {
  const [generation, owner = ''] = (await fs.readFile(path, 'utf8')).split(' ');
  return { generation: Number(generation), owner };
}

/** One contender: tries to move the file on, `tries` times, from whatever it finds. Returns its generations. */
async function contend(path: string, owner: string, { tries, calls }: { tries: number; calls: FileCalls }) {
  const won: number[] = [];
  for (let turn = 0; turn < tries; turn++) {
    const generation = (await read(path)).generation + 1;
    const draft = draftPath(path, generation, `${owner}${turn}`);
    await fs.writeFile(draft, `${generation} ${owner}`);
    const isCurrent = async () => (await read(path)).generation === generation - 1;
    const replacement = { path, draft, generation, isCurrent, patienceMs: 0, calls };
    if ((await replaceFile(replacement)) === 'lost') continue;
    won.push(generation);
    await removeLeftovers(path, generation, calls);
  }
  return won;
}

/** Calls that wait for the scheduler. After `lifetime` of them the contender is dead: no call returns any more. */
function scheduledCalls(scheduler: fc.Scheduler, lifetime = Number.POSITIVE_INFINITY): FileCalls {
  let left = lifetime;
  const wrap = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    // The scheduler itself must not see a rejection: it may come when the property is over and nobody listens.
    const scheduled = scheduler.scheduleFunction((...args: A) =>
      call(...args).then(
        value => ({ value }),
        (error: unknown) => ({ error }),
      ),
    );
    return (...args: A): Promise<R> => {
      if (left-- <= 0) return new Promise<R>(() => undefined);
      const answer = scheduled(...args).then(given => {
        if ('error' in given) throw given.error;
        return given.value;
      });
      answer.catch(() => undefined);
      return answer;
    };
  };
  const { symlink, readlink, unlink, rename } = fs;
  return {
    symlink: wrap(symlink as (...args: never[]) => Promise<void>) as typeof symlink,
    readlink: wrap(readlink as (...args: never[]) => Promise<string>) as unknown as typeof readlink,
    unlink: wrap(unlink as (...args: never[]) => Promise<void>) as typeof unlink,
    rename: wrap(rename as (...args: never[]) => Promise<void>) as typeof rename,
  };
}

async function fileAtZero(t: ExecutionContext): Promise<string> {
  const folder = await folderWith(t);
  const path = join(await fs.mkdtemp(join(folder, 'run-')), 'pointer');
  await fs.writeFile(path, '0 nobody');
  return path;
}

test('in every order of the calls each generation has exactly one winner, without any patience', async t => {
  const folder = await folderWith(t);
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async scheduler => {
      const path = join(await fs.mkdtemp(join(folder, 'run-')), 'pointer');
      await fs.writeFile(path, '0 nobody');
      const owners = ['x', 'y', 'z'];
      const all = Promise.all(
        owners.map(owner => contend(path, owner, { tries: 2, calls: scheduledCalls(scheduler) })),
      );
      const won = await scheduler.waitFor(all);
      const generations = won.flat().sort((one, other) => one - other);
      const last = await read(path);
      t.deepEqual(
        generations,
        generations.map((_, index) => index + 1),
      );
      t.is(last.generation, generations.length);
      t.true(generations.length >= 1);
      t.true(won[owners.indexOf(last.owner)]?.includes(last.generation));
    }),
    { numRuns: 80 },
  );
});

test('contenders that die at any call never let two others win, nor keep the last one from winning', async t => {
  const folder = await folderWith(t);
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat(12), fc.nat(12), async (scheduler, first, second) => {
      const path = join(await fs.mkdtemp(join(folder, 'run-')), 'pointer');
      await fs.writeFile(path, '0 nobody');
      const mortal = [first, second].map((lifetime, index) =>
        contend(path, `dead${index}`, { tries: 2, calls: scheduledCalls(scheduler, lifetime) }),
      );
      mortal.map(contender => contender.catch(() => undefined));
      const calls = scheduledCalls(scheduler);
      const alive = Promise.all(['x', 'y'].map(owner => contend(path, owner, { tries: 2, calls })));
      const won = (await scheduler.waitFor(alive)).flat();
      const { generation } = await read(path);
      t.is(new Set(won).size, won.length);
      t.true(generation >= won.length);
      t.true(generation >= 1);
    }),
    { numRuns: 80 },
  );
});

test('nothing is left beside the file after a move, whatever a dead contender left there', async t => {
  const path = await fileAtZero(t);
  const dead = draftPath(path, 1, 'dead');
  await fs.writeFile(dead, '1 dead');
  await fs.symlink(basename(dead), join(path, '..', `.${basename(path)}.dbshift-1-0`));
  t.deepEqual(await contend(path, 'x', { tries: 1, calls: fs }), [1]);
  t.deepEqual(await fs.readdir(join(path, '..')), [basename(path)]);
});

/** Something to wait for that a test lets happen. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

/** A contender that has claimed and looked, and sleeps before it renames; `wake` lets it go on. */
async function sleeper(path: string) {
  const draft = draftPath(path, 1, 'sleeper');
  await fs.writeFile(draft, '1 sleeper');
  const [asleep, awake] = [gate(), gate()];
  const rename: typeof fs.rename = async (from, to) => {
    asleep.open();
    await awake.opened;
    await fs.rename(from, to);
  };
  const isCurrent = async () => (await read(path)).generation === 0;
  const outcome = replaceFile({ path, draft, generation: 1, isCurrent, calls: { ...fs, rename } });
  await asleep.opened;
  return { wake: awake.open, outcome };
}

test('a contender that sleeps before its last step loses to one that does not wait for it', async t => {
  const path = await fileAtZero(t);
  const { wake, outcome } = await sleeper(path);
  const draft = draftPath(path, 1, 'x');
  await fs.writeFile(draft, '1 x');
  const isCurrent = async () => (await read(path)).generation === 0;
  t.is(await replaceFile({ path, draft, generation: 1, isCurrent, patienceMs: 0 }), 'replaced');
  wake();
  t.is(await outcome, 'lost');
  t.deepEqual(await read(path), { generation: 1, owner: 'x' });
});

test('a contender that sleeps before its last step wins when the other has the patience', async t => {
  const path = await fileAtZero(t);
  const { wake, outcome } = await sleeper(path);
  const draft = draftPath(path, 1, 'x');
  await fs.writeFile(draft, '1 x');
  const waiting = gate();
  const isCurrent = async () => {
    waiting.open();
    return (await read(path)).generation === 0;
  };
  const other = replaceFile({ path, draft, generation: 1, isCurrent, patienceMs: 60_000 });
  await waiting.opened;
  wake();
  t.is(await outcome, 'replaced');
  t.is(await other, 'lost');
  t.is((await read(path)).owner, 'sleeper');
});
