/** The side that the pointers name, for who plans by it. */
import { BlockedError } from '../errors.js';
import type { Side } from '../pair/side.js';
import type { Run } from './engine-ports.js';
import { readPointers } from './read-pointers.js';

/** Throws BlockedError where nobody knows it. */
export async function activeSide({ pointers }: Pick<Run, 'pointers'>): Promise<Side> {
  const pointer = await readPointers(pointers);
  if (pointer.kind === 'names') return pointer.side;
  throw new BlockedError(`it is not known which server is active: ${pointer.detail}`);
}
