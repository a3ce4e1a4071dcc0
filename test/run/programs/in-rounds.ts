/** Bringing programs of which nobody knows which needs which. */
import test from 'ava';
import fc from 'fast-check';
import { FailedError } from '../../../src/errors.js';
import type { ProgramChange } from '../../../src/programs/program-change.js';
import { inRounds } from '../../../src/run/programs/in-rounds.js';

const change = (name: string): ProgramChange => ({ kind: 'view', name, before: null, after: null });

/** Each needs the one before it in `chain`. */
async function broughtOf(chain: readonly string[], given: readonly string[]) {
  const brought: string[] = [];
  let looks = 0;
  const bring = async ({ name }: ProgramChange): Promise<string> => {
    const needed = chain[chain.indexOf(name) - 1];
    if (needed !== undefined && !brought.includes(needed)) throw new FailedError(`${name} needs ${needed}`);
    brought.push(name);
    return name;
  };
  const lookAgain = async (): Promise<void> => {
    looks++;
  };
  const all: string[] = [];
  for await (const name of inRounds(given.map(change), bring, lookAgain)) all.push(name);
  return { all, looks };
}

test('whatever the order, each comes behind the one that it needs, with a look before each further round', async t => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(names, { minLength: names.length }), async given => {
      const { all, looks } = await broughtOf(names, given);
      t.deepEqual(all, names);
      t.true(looks < names.length);
    }),
  );
});

test('what no round brings is told, all of it', async t => {
  const error = await t.throwsAsync(() => broughtOf(['missing', 'b', 'c'], ['c', 'b']), {
    instanceOf: FailedError,
  });
  t.is(error?.message, 'c needs b\nb needs missing');
});
