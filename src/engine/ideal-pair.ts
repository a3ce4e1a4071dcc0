/**
 * A pair that is as it should be before a plan runs, for steps that are told where no pair was asked: both directions
 * replicate, nobody is behind. Pure.
 */
import { otherSide, type Side } from '../pair/side.js';
import type { Level, PairState, ReachableServer } from '../pair/state.js';
import type { Plan } from '../plan/plan.js';
import { foundAs } from '../programs/planned-program.js';
import { SimulatedSet } from './simulated-set.js';

export function idealPair(plan: Plan, active: Side): PairState {
  const passive = otherSide(active);
  const level = levelBefore(plan);
  const servers = {
    [active]: server({ level, serverId: 1, writable: true }),
    [passive]: server({ level, serverId: 2, writable: false }),
  } as Pick<PairState, Side>;
  return {
    ...servers,
    replicas: [],
    pointer: { kind: 'names', side: active, generation: 1 },
    near: true,
    lagMs: 0,
    at: 0,
  };
}

type Ideal = Pick<ReachableServer, 'level' | 'writable'> & { readonly serverId: number };

function server({ level, serverId, writable }: Ideal): ReachableServer {
  return {
    reachable: true,
    identity: { serverId, uuid: null, bootedAt: 0 },
    writable,
    superReadOnly: false,
    executed: new SimulatedSet(['both']),
    receiver: 'running',
    applier: 'running',
    replicationError: null,
    conversions: '',
    events: [],
    level,
  };
}

/** Nothing of the plan is done: what it takes back is there, and what it gives back is not. */
function levelBefore({ batches }: Plan): Level {
  const taken = batches.flatMap(({ migrations }) => migrations.flatMap(({ takesBack = [] }) => takesBack));
  const programs = foundAs(
    batches.flatMap(batch => batch.programs ?? []),
    'old',
  );
  return {
    structure: batches[0]?.structureBefore ?? '',
    recorded: [...new Set(taken)].sort(),
    ...(Object.keys(programs).length === 0 ? {} : { programs }),
  };
}
