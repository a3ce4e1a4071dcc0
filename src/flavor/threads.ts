/** States of the two replication threads, from the words that both flavors print. */
import type { Applier, Receiver } from '../pair/state.js';
import type { ReplicationFacts } from './flavor.js';

/** `Preparing` and `Connecting` go on by themselves. */
export function receiverOf(running: string, errno: number): Receiver {
  if (running === 'Yes') return 'running';
  if (running !== 'No') return 'connecting';
  return errno === 0 ? 'stopped' : 'broken';
}

export function applierOf(running: string, errno: number): Applier {
  if (running === 'Yes') return 'running';
  return errno === 0 ? 'stopped' : 'broken';
}

/** A server that was never told to follow another one. */
export const noReplication: ReplicationFacts = {
  configured: false,
  receiver: 'stopped',
  applier: 'stopped',
  error: null,
  delaySeconds: 0,
  usesGtid: false,
};
