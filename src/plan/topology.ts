/** The servers that a plan was made for, and the scheduled events that its flips move. */
import type { ReplicaKey } from '../pair/side.js';

export type Topology = {
  /** Both sides as messages name them: `server a (10.0.0.1:3306)`. */
  readonly sides: readonly string[];
  readonly replicas: readonly ReplicaKey[];
  /** As `schema.name`. */
  readonly events: readonly string[];
};

/** One line for each; the order in which replicas and events were found does not count. */
export function topologyLines({ sides, ...moving }: Topology): readonly string[] {
  return [...sides, ...movingLines(moving)];
}

/** What a plan itself holds of its topology. */
export function movingLines({ replicas, events }: Omit<Topology, 'sides'>): readonly string[] {
  return [
    ...[...replicas].sort().map(replica => `${replicaWord}${replica}`),
    ...[...events].sort().map(event => `${eventWord}${event}`),
  ];
}

/** The same, out of the lines of a whole topology. */
export function movingOf(lines: readonly string[]): readonly string[] {
  return lines.filter(line => line.startsWith(replicaWord) || line.startsWith(eventWord));
}

const replicaWord = 'replica ';
const eventWord = 'event ';
