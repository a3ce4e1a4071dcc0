/** What all pointers together say. Reads only. */
import type { PointerState } from '../pair/state.js';
import type { Pointer } from '../pointer/pointer.js';

/** The first pointer is the authority; another one that names the other side makes the roles unclear. */
export async function readPointers(pointers: readonly Pointer[]): Promise<PointerState> {
  const values = await Promise.all(
    pointers.map(pointer =>
      pointer.read().then(
        value => ({ name: pointer.name, value }),
        (error: unknown) => ({ name: pointer.name, error }),
      ),
    ),
  );
  const [first] = values;
  const failed = values.find(value => 'error' in value);
  if (first === undefined || failed !== undefined) {
    const why =
      failed !== undefined && 'error' in failed && failed.error instanceof Error
        ? failed.error.message
        : 'no pointer';
    return { kind: 'unreadable', detail: why };
  }
  const named = values.flatMap(entry => ('value' in entry ? [entry] : []));
  const [authority, ...others] = named;
  if (authority === undefined) return { kind: 'unreadable', detail: 'no pointer' };
  const different = others.find(({ value }) => value.active !== authority.value.active);
  if (different !== undefined) {
    return {
      kind: 'disagree',
      detail: `${authority.name} names ${authority.value.active}, ${different.name} names ${different.value.active}`,
    };
  }
  return { kind: 'names', side: authority.value.active, generation: authority.value.generation };
}
