/**
 * Whether the side that the pointer names accepts writes, and the other one not: asked before anything that may take
 * its time or fail, because a pair that is not steady waits for a command to give writes back.
 */
import { otherSide, type Side } from '../pair/side.js';
import type { Watched } from './observe-pair.js';
import { readPointers } from './read-pointers.js';

export async function isSteady(watched: Pick<Watched, 'flavor' | 'pointers' | 'watch'>): Promise<boolean> {
  const pointer = await readPointers(watched.pointers);
  if (pointer.kind !== 'names') return false;
  const [active, passive] = await Promise.all(
    [pointer.side, otherSide(pointer.side)].map(side => acceptsWrites(watched, side)),
  );
  return active === true && passive === false;
}

async function acceptsWrites(
  { flavor, watch }: Pick<Watched, 'flavor' | 'watch'>,
  side: Side,
): Promise<boolean | null> {
  const row = await (await watch(side))?.row(flavor.serverQuery).catch(() => undefined);
  return row === undefined ? null : !flavor.readServer(row).readOnly;
}
