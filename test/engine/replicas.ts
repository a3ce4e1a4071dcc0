/** Servers below the sides in the rules: the same steps, on more servers, and none of them left behind. */
import test from 'ava';
import fc from 'fast-check';
import { type Simulation, simulate } from '../../src/engine/simulate.js';
import type { ReplicaKey } from '../../src/pair/side.js';
import { sideOf } from '../../src/pair/side.js';
import type { Applier, PairState, ReachableServer, ReplicaState } from '../../src/pair/state.js';
import { cases, pairOf, plainPair } from '../helpers/arbitraries.js';
import { openRun, watch } from '../helpers/drive.js';
import { flavors } from '../helpers/flavors.js';
import type { ModelPair } from '../helpers/model-pair.js';
import { data, direct, heavy } from '../helpers/model-plan.js';
import { modelLimits } from '../helpers/model-runner.js';

const keys = ['a/one:3306', 'b/one:3306', 'b/two:3306'] as const satisfies readonly ReplicaKey[];

/** Copies of their sides, changed. */
function replicasOf(state: PairState, change: (key: ReplicaKey) => Partial<ReachableServer>): ReplicaState[] {
  return keys.flatMap(key => {
    const server = state[sideOf(key)];
    if (!server.reachable) return [];
    return [{ key, near: true, server: { ...server, writable: false, ...change(key) } }];
  });
}

async function simulationOf(
  pair: ModelPair,
  change: ((key: ReplicaKey) => Partial<ReachableServer>) | null,
): Promise<Simulation> {
  const { state, facts } = await watch(pair);
  const replicas = change === null ? [] : replicasOf(state, change);
  const { capabilities } = flavors[pair.options.flavor];
  return simulate({ state: { ...state, replicas }, facts, limits: modelLimits, capabilities });
}

const namesOf = ({ steps, end }: Simulation): readonly string[] => [
  ...steps.map(({ step }) => step.id),
  end.kind === 'blocked' ? end.id : end.kind,
];

test('replicas change nothing about the steps of a run, and end like their sides', async t => {
  const batches = fc.array(fc.constantFrom(direct, heavy(), heavy(['ALL_NON_LOSSY']), data), {
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(fc.tuple(batches, fc.constantFrom('a', 'b', null)), async ([planned, wantActive]) => {
      const pair = pairOf({ ...plainPair, batches: planned });
      await openRun(pair, { wantActive });
      const followed = await simulationOf(pair, () => ({}));
      const alone = await simulationOf(pair, null);
      // Each replica has conversions of its own to be put back.
      t.deepEqual(namesOf(followed).filter(isNoRestore), namesOf(alone).filter(isNoRestore));
      t.deepEqual(leftBehind(followed.last), []);
    }),
    cases(40),
  );
});

test('a replica that a leg reached before or after its side, held or not, ends like its side', async t => {
  const applier = fc.constantFrom<Applier>('running', 'stopped', 'held');
  const found = fc.record({ applier, migrated: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.tuple(found, found), async ([one, two]) => {
      const pair = pairOf({ ...plainPair, batches: [direct, heavy(['ALL_NON_LOSSY']), data] });
      await openRun(pair);
      const plan = (await watch(pair)).facts.intent?.plan;
      const upTo = plan?.batches.slice(0, 2) ?? [];
      const migrated = {
        structure: upTo[1]?.structureAfter ?? '',
        recorded: upTo.flatMap(({ migrations }) => migrations.map(({ name }) => name)),
      };
      const simulation = await simulationOf(pair, key => {
        const like = key === 'b/one:3306' ? one : key === 'b/two:3306' ? two : null;
        if (like === null) return {};
        return { applier: like.applier, ...(like.migrated ? { level: migrated } : {}) };
      });
      t.is(simulation.end.kind, 'goal', JSON.stringify(simulation.end));
      t.deepEqual(leftBehind(simulation.last), []);
    }),
    cases(60),
  );
});

const isNoRestore = (name: string): boolean => name !== 'restore';

/** Replicas that do not look like their sides, or do not follow them as before. */
function leftBehind(state: PairState): readonly string[] {
  return state.replicas.flatMap(({ key, server }) => {
    const side = state[sideOf(key)];
    if (!server.reachable || !side.reachable) return [`${key} is lost`];
    const { applier, receiver, conversions, level } = server;
    const good =
      applier === 'running' &&
      receiver === 'running' &&
      conversions === '' &&
      level.structure === side.level.structure;
    return good ? [] : [`${key}: ${JSON.stringify({ applier, receiver, conversions, level })}`];
  });
}
