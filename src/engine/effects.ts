/**
 * What a look shows after an action that went well. Pure, and true of an undisturbed pair only: the plan is printed
 * from it, a real run looks instead. Positions grow by made-up names, so both sides carry `SimulatedSet`s.
 */
import type { ChangedSetting } from '../pair/facts.js';
import { otherSide, type Side } from '../pair/side.js';
import type { Applier, Level, PairState, ReachableServer } from '../pair/state.js';
import type { Batch, Plan } from '../plan/plan.js';
import type { Action } from './action.js';
import { SimulatedSet } from './simulated-set.js';

/** What an effect depends on beyond the state. */
export type World = {
  readonly plan: Plan | null;
  /** Whether a fence locks privileged accounts out too, by a setting that stays (MySQL's super_read_only). */
  readonly locks: boolean;
};

export function effect(action: Action, state: PairState, world: World): PairState {
  switch (action.do) {
    case 'hold-applier':
      return change(state, action.side, { applier: 'held', receiver: 'running', replicationError: null });
    case 'start-replication':
      return change(state, action.side, { applier: 'running', receiver: 'running', replicationError: null });
    case 'set-conversions':
      return convert(state, action.side, action.conversions.join(','));
    case 'restore-setting':
      return restore(state, action.setting);
    case 'unlock-privileged':
      return change(state, action.side, { superReadOnly: false });
    case 'run-batch':
      return runBatch(state, action, world.plan?.batches[action.index]);
    case 'wait-applied':
      return replicate(state, action.side, world.plan);
    case 'fence':
      return change(state, action.side, { writable: false, superReadOnly: world.locks });
    case 'close-writes':
    case 'open-writes':
      return change(state, action.side, { writable: action.do === 'open-writes', superReadOnly: false });
    case 'move-pointer': {
      const generation = state.pointer.kind === 'names' ? state.pointer.generation + 1 : 1;
      return { ...state, pointer: { kind: 'names', side: action.to, generation } };
    }
    case 'verify':
    case 'end-sessions':
      return state;
    default: {
      const never: never = action;
      return never;
    }
  }
}

/** An unreachable side stays as it is. */
function change(state: PairState, side: Side, part: Partial<ReachableServer>): PairState {
  const server = state[side];
  return server.reachable ? { ...state, [side]: { ...server, ...part } } : state;
}

function convert(state: PairState, side: Side, conversions: string): PairState {
  return change(state, side, { conversions, applier: stopped(state, side) });
}

function restore(state: PairState, { side, name, old }: ChangedSetting): PairState {
  switch (name) {
    case 'conversions':
      return convert(state, side, old);
    case 'super-read-only':
      return change(state, side, { writable: false, superReadOnly: true });
    case 'knex-lock':
      return state;
    default: {
      const never: never = name;
      return never;
    }
  }
}

/** A hold stays a hold. */
function stopped(state: PairState, side: Side): Applier {
  const server = state[side];
  return server.reachable && server.applier === 'held' ? 'held' : 'stopped';
}

type RunBatch = Extract<Action, { readonly do: 'run-batch' }>;

function runBatch(state: PairState, { side, index, how }: RunBatch, batch: Batch | undefined): PairState {
  const server = state[side];
  if (batch === undefined || !server.reachable) return state;
  const own = how === 'leg' ? [] : [`batch ${index}`];
  return change(state, side, {
    level: levelAfter(server.level, batch),
    executed: server.executed.union(new SimulatedSet(own)),
  });
}

/** The applier brings everything of the other side, and with it the batches that replicate. */
function replicate(state: PairState, side: Side, plan: Plan | null): PairState {
  const server = state[side];
  const source = state[otherSide(side)];
  if (!server.reachable || !source.reachable) return state;
  const level = (plan?.batches ?? [])
    .filter(batch => batch.strategy !== 'flip' && has(source.level, batch) && !has(server.level, batch))
    .reduce(levelAfter, server.level);
  const caughtUp = change(state, side, { level, executed: server.executed.union(source.executed) });
  return { ...caughtUp, near: true, lagMs: 0 };
}

function has({ recorded }: Level, batch: Batch): boolean {
  return batch.migrations.every(({ name }) => recorded.includes(name));
}

function levelAfter({ recorded }: Level, batch: Batch): Level {
  const names = batch.migrations.map(({ name }) => name);
  return { structure: batch.structureAfter, recorded: [...new Set([...recorded, ...names])].sort() };
}
