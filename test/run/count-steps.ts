import test from 'ava';
import fc from 'fast-check';
import type { Progress } from '../../src/engine/ports.js';
import { countSteps } from '../../src/run/count-steps.js';

/** What is told where each of these takes so long. */
function told(tookMs: readonly number[]): readonly Progress[] {
  const all: Progress[] = [];
  let at = 0;
  const tell = countSteps({
    report: progress => all.push(progress),
    what: 'try migration',
    of: tookMs.length,
    now: () => at,
  });
  for (const [index, ms] of tookMs.entries()) {
    tell(`${index}.sql`);
    at += ms;
  }
  return all;
}

test('each is told before it begins, with its number and its name', t => {
  t.deepEqual(
    told([10, 20]).map(({ what, share }) => [what, share]),
    [
      ['try migration 1 of 2 (0.sql)', 0],
      ['try migration 2 of 2 (1.sql)', 0.5],
    ],
  );
});

test('no time is foretold before three are done, and then what the rest takes if it goes on so', t => {
  t.deepEqual(
    told([1000, 2000, 3000, 2000]).map(({ etaMs }) => etaMs),
    [null, null, null, 2000],
  );
});

test('where each takes equally long, the time that is left is exact', t => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 200 }), fc.integer({ min: 1, max: 10_000 }), (of, ms) => {
      const last = told(Array.from({ length: of }, () => ms)).slice(3);
      for (const [index, { etaMs }] of last.entries())
        t.true(Math.abs((etaMs ?? 0) - (of - 3 - index) * ms) < 0.01 * ms);
    }),
  );
});
