import test from 'ava';
import { BlockedError } from '../../src/errors.js';
import type { Intent } from '../../src/pair/facts.js';
import { viewOf } from '../../src/pair/view.js';
import { type AbortWay, judgeAbort } from '../../src/run/judge-abort.js';
import { pairOf, plainPair } from '../helpers/arbitraries.js';
import { openRun, watch } from '../helpers/drive.js';
import type { ModelPair } from '../helpers/model-pair.js';
import { type BatchSpec, data, direct, heavy } from '../helpers/model-plan.js';
import { modelLimits } from '../helpers/model-runner.js';

const two: BatchSpec = { strategy: 'flip', migrations: [[true, true]], conversions: [] };

type Case = {
  readonly batches?: readonly BatchSpec[];
  readonly intent?: Partial<Intent>;
  /** What a run, or somebody, has done by now; a is active. */
  readonly done?: (pair: ModelPair) => void;
};

/** The way, or why there is none. */
async function judge({
  batches = [two],
  intent = {},
  done = () => undefined,
}: Case): Promise<AbortWay | string> {
  const pair = pairOf({ ...plainPair, batches, writeEveryMs: 0, locked: false });
  await openRun(pair, intent);
  done(pair);
  const { state, facts } = await watch(pair);
  try {
    return judgeAbort(facts.intent as Intent, viewOf(state, facts, modelLimits), state);
  } catch (error) {
    if (error instanceof BlockedError) return `${error.message} → ${error.hint}`;
    throw error;
  }
}

const first = (pair: ModelPair, side: 'a' | 'b'): void => pair[side].alter('0_0.sql.0');
const leg = (pair: ModelPair, side: 'a' | 'b'): void => {
  first(pair, side);
  pair[side].alter('0_0.sql.1');
  pair[side].record('0_0.sql');
};

test('a leg that was begun or is done is taken back, one that was not is left', async t => {
  t.is(await judge({}), 'leave');
  t.is(await judge({ done: pair => first(pair, 'b') }), 'take-back');
  t.is(await judge({ done: pair => leg(pair, 'b') }), 'take-back');
});

test('after the flip going on is the way, and when all is done there is nothing to abort', async t => {
  t.regex(
    await judge({ done: pair => leg(pair, 'a') }),
    /the flip was made: a is active.*`dbshift migrate`/u,
  );
  const both = (pair: ModelPair) => {
    leg(pair, 'a');
    leg(pair, 'b');
  };
  t.regex(await judge({ done: both }), /on both sides already.*`dbshift migrate` proves it/u);
});

test('the second of two flips is taken back alone', async t => {
  const done = (pair: ModelPair) => {
    leg(pair, 'a');
    leg(pair, 'b');
    pair.b.alter('1_0.sql.0');
  };
  t.is(await judge({ batches: [two, heavy()], done }), 'take-back');
});

test('what replicates is left when it is whole, and blocks when the active has half of a migration', async t => {
  const batches = [{ ...direct, migrations: [[true, true]] }];
  t.is(await judge({ batches }), 'leave');
  t.is(await judge({ batches, done: pair => leg(pair, 'a') }), 'leave');
  t.regex(await judge({ batches, done: pair => first(pair, 'a') }), /^0_0\.sql has run to its half on a/u);
  t.is(await judge({ batches: [data] }), 'leave');
});

test('a change by somebody else, a pair that is not steady: a person first, in the words of the blocks', async t => {
  t.regex(await judge({ done: pair => pair.b.alter('foreign') }), /somebody else changed it/u);
  const fenced = (pair: ModelPair) => {
    pair.a.readOnly = true;
  };
  t.regex(await judge({ done: fenced }), /in the middle of a flip.*recover/u);
});

test('a flip alone is left before it was made, and not undone after it', async t => {
  const intent = { goal: 'flip', plan: null } as const;
  t.is(await judge({ batches: [], intent: { ...intent, wantActive: 'b' } }), 'leave');
  t.regex(await judge({ batches: [], intent: { ...intent, wantActive: 'a' } }), /flip --to b/u);
});

test('a run that takes back is taken back like any other', async t => {
  t.is(await judge({ intent: { goal: 'down' }, done: pair => leg(pair, 'b') }), 'take-back');
});
