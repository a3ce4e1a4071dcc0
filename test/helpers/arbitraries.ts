/** Random plans, pairs and beginnings for properties. `FC_RUNS` sets how many cases each property tries. */
import fc from 'fast-check';
import { otherSide, type Side } from '../../src/pair/side.js';
import type { Conversion } from '../../src/plan/plan.js';
import { ModelPair, type PairOptions } from './model-pair.js';
import { type BatchSpec, planOf } from './model-plan.js';

/** Parameters of `fc.assert`: so many cases, unless the environment wants another number. */
export function cases(numRuns: number): fc.Parameters<unknown> {
  return { numRuns: Number(process.env.FC_RUNS ?? numRuns), includeErrorInReport: true };
}

export const anySide: fc.Arbitrary<Side> = fc.constantFrom('a', 'b');

const anyMigrations: fc.Arbitrary<BatchSpec> = fc.record({
  strategy: fc.constantFrom('flip', 'flip', 'direct', 'data'),
  migrations: fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 2,
  }),
  conversions: fc.constantFrom<readonly Conversion[]>(
    [],
    ['ALL_NON_LOSSY'],
    ['ALL_NON_LOSSY', 'ALL_UNSIGNED'],
  ),
});

/** Stored programs come behind what changes the structure, or alone; never with data. */
export const anyBatch: fc.Arbitrary<BatchSpec> = fc
  .tuple(anyMigrations, fc.constantFrom(0, 0, 2), fc.boolean())
  .map(([batch, programs, alone]) => {
    if (batch.strategy === 'data' || programs === 0) return batch;
    return { ...batch, programs, ...(alone ? { migrations: [] } : {}) };
  });

export const anyBatches = fc.array(anyBatch, { maxLength: 3 });

/** How the pair is before the run, beyond its options: everything a run may find and has to cope with. */
export type Beginning =
  | 'fenced'
  | 'passive-stopped'
  | 'passive-held'
  | 'active-held'
  | 'receiver-stopped'
  | 'lagging';

export const anyBeginning: fc.Arbitrary<Beginning> = fc.constantFrom(
  'fenced',
  'passive-stopped',
  'passive-held',
  'active-held',
  'receiver-stopped',
  'lagging',
);

export type PairSpec = Omit<PairOptions, 'plan'> & {
  readonly batches: readonly BatchSpec[];
  readonly wantActive: Side | null;
  readonly beginnings: readonly Beginning[];
};

export const anyPair: fc.Arbitrary<PairSpec> = fc.record({
  batches: anyBatches,
  flavor: fc.constantFrom('mariadb', 'mysql'),
  active: anySide,
  conversions: fc.constantFrom('', 'ALL_LOSSY'),
  autoStart: fc.boolean(),
  locked: fc.boolean(),
  writeEveryMs: fc.constantFrom(0, 20, 50),
  applyPerSlice: fc.constantFrom(3, 50),
  pointers: fc.constantFrom(1, 2),
  wantActive: fc.option(anySide),
  beginnings: fc.uniqueArray(anyBeginning, { maxLength: 2 }),
});

/** A busy pair with nothing to do, from which tests vary what they are about. */
export const plainPair: PairSpec = {
  batches: [],
  flavor: 'mariadb',
  active: 'a',
  conversions: '',
  autoStart: true,
  locked: true,
  writeEveryMs: 40,
  applyPerSlice: 10,
  pointers: 1,
  wantActive: null,
  beginnings: [],
};

/** Brings a pair up that has been in use for a second. */
export function pairOf({ batches, beginnings, ...options }: Omit<PairSpec, 'wantActive'>): ModelPair {
  const pair = new ModelPair({ ...options, plan: planOf(batches) });
  pair.clock.advance(1000);
  for (const beginning of beginnings) begins[beginning](pair, otherSide(options.active));
  return pair;
}

const begins: Readonly<Record<Beginning, (pair: ModelPair, passive: Side) => void>> = {
  fenced: (pair, passive) => {
    pair[otherSide(passive)].readOnly = true;
  },
  'passive-stopped': (pair, passive) => pair[passive].stopApplier(),
  'passive-held': (pair, passive) => pair[passive].hold(),
  'active-held': (pair, passive) => pair[otherSide(passive)].hold(),
  'receiver-stopped': (pair, passive) => {
    pair[passive].receiver = 'stopped';
  },
  lagging: (pair, passive) => {
    pair.slow[passive] = true;
    pair.clock.advance(3000);
    pair.after(4000, () => {
      pair.slow[passive] = false;
    });
  },
};
