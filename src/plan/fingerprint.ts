/**
 * Names for structures: two databases take the same rows exactly when their fingerprints are equal. Only the server's
 * own CREATE texts count, because each is one atomic answer, and because a field that we read for the verdict
 * must not be able to make two equal tables differ. Nothing here is random or depends on a clock.
 */
import { createHash } from 'node:crypto';
import type { Structure } from './structure.js';

/**
 * sha256, in hex, over every table and other object in name order, but for scheduled events: they come and go by
 * themselves while a run is under way, and no row depends on them. Who compares two sides compares their texts.
 */
export function fingerprintStructure(structure: Structure): string {
  const tables = Object.values(structure.tables).map(table => [`table:${table.name}`, table.create] as const);
  const others = Object.entries(structure.others).filter(([key]) => !key.startsWith('event:'));
  return sha256([...tables, ...others].sort(byName));
}

/** sha256, in hex, of data that JSON can carry. Keys of objects count in the order in which they stand. */
export function sha256(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex');
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
