/** Names under titles, as many as fit, and how many are left out. Pure. */
import { type Budget, sizeOf } from './budgeted.js';
import type { FilePlaces } from './place.js';

export type Titled = { readonly title: string; readonly names: readonly FilePlaces[] };

/** A line for each title that has a name left, in their order; names count as what they stand for. */
export function namesWithin(all: readonly Titled[], { bytes, left }: Budget): readonly string[] {
  const number = all.flatMap(({ names }) => names).reduce((sum, { places }) => sum + places, 0);
  let room = bytes - sizeOf(left(number)) - 1;
  let told = 0;
  const lines = all.flatMap(({ title, names }) => {
    const line: string[] = [];
    for (const { text, places } of names) {
      const size = sizeOf(line.length === 0 ? `${title}${text}\n` : `; ${text}`);
      if (size > room) continue;
      line.push(text);
      room -= size;
      told += places;
    }
    return line.length === 0 ? [] : [`${title}${line.join('; ')}`];
  });
  return told === number ? lines : [...lines, left(number - told)];
}
