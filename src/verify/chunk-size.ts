/** How many rows the next chunk has. Pure. */

export const firstChunkRows = 2000;
/** Small enough to be listed row by row when it differs. */
const mostRows = 50_000;
const fewestRows = 500;
const aimMs = 300;

/** Grows or shrinks towards 0.3 s a chunk, at most twofold; after a chunk that differed it is half as large. */
export function nextChunkRows(rows: number, { ms, equal }: { ms: number; equal: boolean }): number {
  const factor = equal ? Math.min(2, Math.max(0.5, aimMs / Math.max(ms, 1))) : 0.5;
  return Math.min(mostRows, Math.max(fewestRows, Math.round(rows * factor)));
}
