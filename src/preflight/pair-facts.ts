/** What every check is given, and how checks walk over it. Pure. */
import type { Limits } from '../config/config.js';
import { otherSide, type ReplicaKey, type Side, sideOf, sides } from '../pair/side.js';
import type { PointerState } from '../pair/state.js';
import type { PreflightFinding } from './finding.js';
import type { PreflightFacts } from './server-facts.js';

export type PairFacts = {
  readonly a: PreflightFacts;
  readonly b: PreflightFacts;
  /** Servers below the sides. */
  readonly replicas: readonly ReplicaFacts[];
  readonly pointer: PointerState;
  readonly database: string;
  readonly limits: Pick<Limits, 'lagMs' | 'catchUpStallMs' | 'longTransactionMs'>;
  /** `migrate` changes structures without the binlog knowing, `flip` only moves the active role. */
  readonly goal: 'migrate' | 'flip';
  /** Programs are brought to both sides as they are: nothing is fenced, and what a check refuses may be mended so. */
  readonly inPlace?: true;
};

export type ReplicaFacts = { readonly key: ReplicaKey; readonly facts: PreflightFacts };

/** Pure: facts in, findings out; none where a fact could not be read, because `privileges` reports that. */
export type Check = (pair: PairFacts) => readonly PreflightFinding[];

/** Findings about each server alone; `other` is its peer. */
export function eachSide(
  pair: PairFacts,
  check: (server: PreflightFacts, other: PreflightFacts, side: Side) => readonly PreflightFinding[],
): readonly PreflightFinding[] {
  return sides.flatMap(side => check(pair[side], pair[otherSide(side)], side));
}

/** The side that the pointer names; else the only writable one; else nobody can tell. */
export function activeSide({ a, b, pointer }: PairFacts): Side | null {
  if (pointer.kind === 'names') return pointer.side;
  if (a.readOnly.on === b.readOnly.on) return null;
  return a.readOnly.on ? 'b' : 'a';
}

export function bothLabels({ a, b }: PairFacts): string {
  return `${a.label} and ${b.label}`;
}

export function replicasOf({ replicas }: PairFacts, side: Side): readonly PreflightFacts[] {
  return replicas.filter(({ key }) => sideOf(key) === side).map(({ facts }) => facts);
}
