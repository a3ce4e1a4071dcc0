/** Who accepts writes, and how far the passive is. */
import type { Group } from './group.js';
import type { Side } from './side.js';
import type { PairState, ReachableServer, ServerState } from './state.js';

/**
 * By who accepts writes, with the roles of the pointer. steady: the active only. fenced: nobody. crossed: the
 * passive only (promoted, pointer not moved yet). split: both. fenced-alone: the active refuses writes and the
 * passive cannot be reached. lost: everything else in which a server cannot be reached.
 */
export type Situation = 'steady' | 'fenced' | 'crossed' | 'split' | 'fenced-alone' | 'lost';

/**
 * Passive against active. near: misses something that it will have within the lag limit. ahead: it has all of the
 * active and transactions of its own (errant); diverged: each has something that the other has not.
 */
export type Distance = 'behind' | 'near' | 'exact' | 'ahead' | 'diverged';

export function writableOf(server: ServerState): boolean | null {
  return server.reachable ? server.writable : null;
}

export function situationOf(active: boolean | null, passive: boolean | null): Situation {
  if (active === null) return 'lost';
  if (passive === null) return active ? 'lost' : 'fenced-alone';
  if (active) return passive ? 'split' : 'steady';
  return passive ? 'crossed' : 'fenced';
}

/** Without any record the writable side is shown as the active; no rule acts on that guess. */
export function writableSide({ b }: PairState): Side {
  return b.reachable && b.writable ? 'b' : 'a';
}

export function distanceOf(
  active: ReachableServer,
  passive: ReachableServer,
  near: boolean,
  group: Group | null,
): Distance {
  const own = !passive.executed.minus(active.executed).isEmpty;
  const current = passive.executed.contains(active.executed);
  if (own) return current ? 'ahead' : 'diverged';
  if (group?.near === false) return 'behind';
  if (current) return 'exact';
  return near ? 'near' : 'behind';
}
