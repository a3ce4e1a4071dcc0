/**
 * Positions of a simulated pair: sets of names for transactions that nobody ran. Answers the same questions as the
 * sets of real servers, and is never compared with one.
 */
import type { GtidSet } from '../gtid/gtid-set.js';

export class SimulatedSet implements GtidSet {
  readonly names: ReadonlySet<string>;

  constructor(names: Iterable<string>) {
    this.names = new Set(names);
  }

  contains(other: GtidSet): boolean {
    return namesOf(other).every(name => this.names.has(name));
  }

  union(other: GtidSet): SimulatedSet {
    return new SimulatedSet([...this.names, ...namesOf(other)]);
  }

  minus(other: GtidSet): SimulatedSet {
    const rest = new Set(this.names);
    for (const name of namesOf(other)) rest.delete(name);
    return new SimulatedSet(rest);
  }

  equals(other: GtidSet): boolean {
    return this.contains(other) && other.contains(this);
  }

  get isEmpty(): boolean {
    return this.names.size === 0;
  }

  get size(): bigint {
    return BigInt(this.names.size);
  }

  toString(): string {
    return [...this.names].join(',');
  }
}

function namesOf(set: GtidSet): readonly string[] {
  return set instanceof SimulatedSet ? [...set.names] : [set.toString()];
}
