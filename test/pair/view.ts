import test from 'ava';
import fc from 'fast-check';
import { parseMysqlGtidSet } from '../../src/gtid/mysql-gtid-set.js';
import { type ChangedSetting, type Facts, type Intent, noFacts } from '../../src/pair/facts.js';
import { verificationKey } from '../../src/pair/proof.js';
import type { PairState, PointerState, ServerState } from '../../src/pair/state.js';
import { viewOf } from '../../src/pair/view.js';
import { anyBatches, anySide, cases, pairOf, plainPair } from '../helpers/arbitraries.js';
import { openRun, watch } from '../helpers/drive.js';
import { modelEvents } from '../helpers/model-events.js';
import { fingerprintOf, planOf } from '../helpers/model-plan.js';
import { modelLimits } from '../helpers/model-runner.js';
import { isPossible } from '../helpers/views.js';

const uuid = 'aaaaaaaa-0000-4000-8000-000000000001';

/** Any look at all, also at structures and records that no run could have left. */
function anyState(structures: readonly string[], names: readonly string[]): fc.Arbitrary<PairState> {
  const server: fc.Arbitrary<ServerState> = fc.oneof(
    { arbitrary: fc.constant({ reachable: false as const, error: 'down' }), weight: 1 },
    {
      weight: 9,
      arbitrary: fc.record({
        reachable: fc.constant(true as const),
        identity: fc.record({ serverId: fc.nat(), uuid: fc.constant(uuid), bootedAt: fc.nat(3) }),
        writable: fc.boolean(),
        superReadOnly: fc.boolean(),
        executed: fc.constantFrom(`${uuid}:1`, `${uuid}:1-2`, `${uuid}:1:3`).map(parseMysqlGtidSet),
        receiver: fc.constantFrom('running', 'connecting', 'stopped', 'broken'),
        applier: fc.constantFrom('running', 'stopped', 'held', 'broken'),
        replicationError: fc.constant(null),
        conversions: fc.constantFrom('', 'ALL_NON_LOSSY', 'ALL_LOSSY'),
        events: fc.constantFrom(modelEvents('a', 'a'), modelEvents('b', 'a'), modelEvents('b', 'b')),
        level: fc.record({
          structure: fc.constantFrom(...structures, fingerprintOf(['foreign'])),
          recorded: fc.subarray([...names]),
        }),
      }),
    },
  );
  const pointer: fc.Arbitrary<PointerState> = fc.oneof(
    fc.record({ kind: fc.constant('names' as const), side: anySide, generation: fc.nat() }),
    fc.record({ kind: fc.constantFrom('disagree' as const, 'unreadable' as const), detail: fc.string() }),
  );
  const lagMs = fc.constantFrom<number | 'unknown'>(0, 'unknown');
  const replicas = fc.array(
    fc.record({
      key: fc.constantFrom('a/one:3306' as const, 'b/one:3306' as const, 'b/two:3306' as const),
      server,
      near: fc.boolean(),
    }),
    { maxLength: 3 },
  );
  return fc.record({
    a: server,
    b: server,
    replicas,
    pointer,
    near: fc.boolean(),
    lagMs,
    at: fc.nat(20_000),
  });
}

const anyFacts: fc.Arbitrary<Facts> = fc.record({
  intent: fc.constant(null),
  approvedFlip: fc.boolean(),
  verified: fc.constant([]),
  verifiedAt: fc.constantFrom(null, 0),
  changed: fc.subarray<ChangedSetting>([
    { runId: 'r', side: 'b', name: 'knex-lock', old: '0' },
    { runId: 'older', side: 'a', name: 'super-read-only', old: '1' },
  ]),
  closedSince: fc.constant({}),
  failedFlips: fc.nat(4),
  flipFrom: fc.option(anySide),
  pausedAt: fc.option(fc.nat(20_000)),
  promoteSent: fc.boolean(),
  failedRepoints: fc.nat(4),
  lastFenced: fc.option(anySide),
  finished: fc.subarray([0, 1]),
  rollingBack: fc.option(fc.nat(1)),
  landedOn: fc.option(anySide),
});

const anyLook = anyBatches.chain(specs => {
  const { plan } = planOf(specs);
  const steps = plan.batches.flatMap(({ structureBefore, migrations }) => [
    structureBefore,
    ...migrations.flatMap(({ statements }) => statements.map(({ structureAfter }) => structureAfter)),
  ]);
  const names = plan.batches.flatMap(({ migrations }) => migrations.map(({ name }) => name));
  const intent = fc.option(
    fc.record({
      plan: fc.option(fc.constant(plan)),
      wantActive: fc.option(anySide),
      pauseAt: fc.constantFrom('never', 'passive'),
      hold: fc.boolean(),
    }),
  );
  return fc.tuple(anyState(steps.length > 0 ? steps : ['s'], names), anyFacts, intent);
});

type AnyIntent = Pick<Intent, 'plan' | 'wantActive' | 'pauseAt'> & { readonly hold: boolean };

function intentOf({ hold, ...intent }: AnyIntent): Intent {
  return { ...run, ...intent, ...(hold ? { holdAfterFlip: true } : {}) };
}

const run = {
  runId: 'r',
  epoch: 1,
  goal: 'migrate',
  startedAt: 0,
  sqlMode: '',
  knexId: 1,
  knexBatch: 1,
  replicas: [],
} as const;

test('no look at all gives a view that the table of rules was not proved for', t => {
  fc.assert(
    fc.property(anyLook, ([state, facts, intent]) => {
      const known: Facts = { ...facts, intent: intent === null ? null : intentOf(intent) };
      return isPossible(viewOf(state, known, modelLimits));
    }),
    cases(5000),
  );
  t.pass();
});

test('a reboot, another level or another direction voids a proof', async t => {
  const pair = pairOf({
    ...plainPair,
    batches: [{ strategy: 'flip', migrations: [[true]], conversions: [] }],
  });
  await openRun(pair);
  const key = async (): Promise<string> => {
    const { state, facts } = await watch(pair);
    return verificationKey(state, facts, 'a');
  };
  const before = await key();
  t.is(await key(), before);
  pair.reboot('b', 1);
  pair.clock.advance(100);
  const rebooted = await key();
  pair.b.record('0_0.sql');
  const recorded = await key();
  pair.b.alter('0_0.sql.0');
  const altered = await key();
  const { state, facts } = await watch(pair);
  const turned = verificationKey(state, facts, 'b');
  t.is(new Set([before, rebooted, recorded, altered, turned]).size, 5);
});

test('a pause of unknown length counts as too long, and a lag of unknown length as behind', async t => {
  const pair = pairOf(plainPair);
  const { state } = await watch(pair);
  t.true(viewOf(state, { ...noFacts, flipFrom: 'a' }, modelLimits).overTime);
  pair.slow.b = true;
  pair.clock.advance(500);
  const { state: lagging } = await watch(pair);
  t.is(viewOf({ ...lagging, near: false, lagMs: 'unknown' }, noFacts, modelLimits).distance, 'behind');
});

test('a lock that a run took off belongs to the passive role: it is not put on the side that was opened', async t => {
  const { state } = await watch(pairOf(plainPair));
  const changed = [{ runId: 'r', side: 'a', name: 'super-read-only', old: '1' }] as const;
  t.like(viewOf(state, { ...noFacts, changed }, modelLimits).stale, [{ side: 'b' }]);
});

test('an open run puts back the lock that an older run took off', async t => {
  const pair = pairOf(plainPair);
  await openRun(pair);
  const { state, facts } = await watch(pair);
  const changed = [{ runId: 'older', side: 'b', name: 'super-read-only', old: '1' }] as const;
  t.like(viewOf(state, { ...facts, changed }, modelLimits), { stale: [], own: changed });
});
