/**
 * What a look shows after an action that went well. Pure, and true of an undisturbed pair only: the plan is printed
 * from it, a real run looks instead. Positions grow by made-up names, so both sides carry `SimulatedSet`s.
 */
import type { Capabilities } from '../flavor/flavor.js';
import type { ChangedSetting } from '../pair/facts.js';
import { isBrought } from '../pair/progress.js';
import { nameOf, type ScheduledEvent } from '../pair/scheduled-event.js';
import { otherSide, type Place, type ReplicaKey, type Side, sideOf } from '../pair/side.js';
import type { Level, PairState, ReachableServer } from '../pair/state.js';
import type { Batch, Plan } from '../plan/plan.js';
import { foundAs } from '../programs/planned-program.js';
import type { Action } from './action.js';
import { SimulatedSet } from './simulated-set.js';

/** What an effect depends on beyond the state. */
export type World = {
  readonly plan: Plan | null;
  /** What a fence holds beyond `read_only`, and what a stopped applier is, differs. */
  readonly capabilities: Pick<Capabilities, 'superReadOnly' | 'stopsForGood'>;
};

export function effect(action: Action, state: PairState, world: World): PairState {
  switch (action.do) {
    case 'hold-applier':
      return change(caughtUp(state, action, world.plan), action, {
        applier: 'held',
        receiver: 'running',
        replicationError: null,
      });
    case 'start-replication':
      return change(state, action, { applier: 'running', receiver: 'running', replicationError: null });
    case 'set-conversions':
      return convert(state, action, { conversions: action.conversions.join(','), world });
    case 'restore-setting':
      return restore(state, action.setting, world);
    case 'unlock-privileged':
      return change(state, action, { superReadOnly: false });
    case 'run-batch':
      return runBatch(state, action, world.plan?.batches[action.index]);
    case 'wait-applied':
      return replicate(state, action, world.plan);
    case 'fence':
      return change(turnEvents(state, { ...action, turn: 'off' }), action, {
        writable: false,
        superReadOnly: world.capabilities.superReadOnly,
      });
    case 'turn-events':
      return turnEvents(state, action);
    case 'close-writes':
    case 'open-writes':
      return change(state, action, { writable: action.do === 'open-writes', superReadOnly: false });
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
function change(state: PairState, { side, replica }: Place, part: Partial<ReachableServer>): PairState {
  if (replica !== undefined) return changeReplica(state, replica, part);
  const server = state[side];
  return server.reachable ? { ...state, [side]: { ...server, ...part } } : state;
}

function changeReplica(state: PairState, key: ReplicaKey, part: Partial<ReachableServer>): PairState {
  const replicas = state.replicas.map(replica =>
    replica.key === key && replica.server.reachable
      ? { ...replica, near: true, server: { ...replica.server, ...part } }
      : replica,
  );
  return { ...state, replicas };
}

type Turned = Pick<Extract<Action, { readonly do: 'turn-events' }>, 'side' | 'turn' | 'events'>;

/** An event that is turned on is asleep on the other side, as replication leaves it there sooner or later. */
function turnEvents(state: PairState, { side, turn, events }: Turned): PairState {
  const server = state[side];
  if (!server.reachable) return state;
  const names = new Set(events.map(nameOf));
  const originator = server.identity.serverId;
  const turned = (on: Side, status: ScheduledEvent['status']): Partial<ReachableServer> => {
    const other = state[on];
    if (!other.reachable) return {};
    return {
      events: other.events.map(event =>
        names.has(nameOf(event)) ? { ...event, status, originator } : event,
      ),
    };
  };
  if (turn === 'off') return change(state, { side }, turned(side, 'asleep'));
  const on = change(state, { side }, turned(side, 'enabled'));
  return change(on, { side: otherSide(side) }, turned(otherSide(side), 'asleep'));
}

type Converted = { readonly conversions: string; readonly world: World };

function convert(state: PairState, place: Place, { conversions, world }: Converted): PairState {
  const held = world.capabilities.stopsForGood || isHeld(state, place);
  return change(state, place, { conversions, applier: held ? 'held' : 'stopped' });
}

function restore(state: PairState, { name, old, ...place }: ChangedSetting, world: World): PairState {
  switch (name) {
    case 'conversions':
      // A replica's is put back while it runs.
      return place.replica === undefined
        ? convert(state, place, { conversions: old, world })
        : change(state, place, { conversions: old });
    case 'super-read-only':
      return change(state, place, { writable: false, superReadOnly: true });
    case 'applier':
      return change(state, place, { applier: 'running' });
    case 'ddl-progress':
    case 'knex-lock':
      return state;
    default: {
      const never: never = name;
      return never;
    }
  }
}

/** Stopping does not end a hold. */
function isHeld(state: PairState, { side, replica }: Place): boolean {
  const server =
    replica === undefined ? state[side] : state.replicas.find(({ key }) => key === replica)?.server;
  return server?.reachable === true && server.applier === 'held';
}

type RunBatch = Extract<Action, { readonly do: 'run-batch' }>;

function runBatch(
  state: PairState,
  { side, index, how, replicas }: RunBatch,
  batch: Batch | undefined,
): PairState {
  const server = state[side];
  if (batch === undefined || !server.reachable) return state;
  const own = new SimulatedSet(how === 'leg' ? [] : [`batch ${index}`]);
  const has = ({ level, executed }: ReachableServer) => ({
    level: levelAfter(level, batch),
    executed: executed.union(own),
  });
  const after = change(state, { side }, has(server));
  // What is binlogged comes to the servers below without anybody waiting for it.
  const reached =
    how === 'leg' ? (replicas ?? []) : keysBelow(state, side, ({ applier }) => applier === 'running');
  return state.replicas.reduce(
    (before, { key: replica, server: below }) =>
      below.reachable && reached.includes(replica) ? change(before, { side, replica }, has(below)) : before,
    after,
  );
}

function keysBelow(
  { replicas }: PairState,
  side: Side,
  are: (server: ReachableServer) => boolean,
): readonly ReplicaKey[] {
  return replicas
    .filter(({ key, server }) => sideOf(key) === side && server.reachable && are(server))
    .map(({ key }) => key);
}

/** What replicates comes to a replica with everything else that its side has. */
function caughtUp(state: PairState, { side, replica }: Place, plan: Plan | null): PairState {
  const source = state[side];
  const server = state.replicas.find(({ key }) => key === replica)?.server;
  if (replica === undefined || !source.reachable || server?.reachable !== true) return state;
  const level = replicatedLevel(server.level, source.level, plan);
  return changeReplica(state, replica, { executed: source.executed, level });
}

function replicatedLevel(level: Level, source: Level, plan: Plan | null): Level {
  return (plan?.batches ?? [])
    .filter(batch => batch.strategy !== 'flip' && isBrought(batch, source) && !isBrought(batch, level))
    .reduce(levelAfter, level);
}

/** The applier brings everything of the other side, and with it the batches that replicate. */
function replicate(state: PairState, { side, replicas }: WaitApplied, plan: Plan | null): PairState {
  const server = state[side];
  const source = state[otherSide(side)];
  if (!server.reachable || !source.reachable) return state;
  const level = replicatedLevel(server.level, source.level, plan);
  const after = change(state, { side }, { level, executed: server.executed.union(source.executed) });
  const below = (replicas ?? []).reduce(
    (before, replica) => caughtUp(before, { side, replica }, plan),
    after,
  );
  return { ...below, near: true, lagMs: 0 };
}

type WaitApplied = Extract<Action, { readonly do: 'wait-applied' }>;

function levelAfter({ recorded, ...level }: Level, batch: Batch): Level {
  const names = batch.migrations.flatMap(({ name, takesBack, givesBack = [] }) =>
    takesBack === undefined ? [name] : givesBack,
  );
  const gone = new Set(batch.migrations.flatMap(({ takesBack }) => takesBack ?? []));
  const kept = recorded.filter(name => !gone.has(name));
  const programs = { ...level.programs, ...foundAs(batch.programs ?? [], 'now') };
  return {
    structure: batch.structureAfter,
    recorded: [...new Set([...kept, ...names])].sort(),
    ...(Object.keys(programs).length === 0 ? {} : { programs }),
  };
}
