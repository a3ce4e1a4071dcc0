/**
 * Comparing a share of the ranges instead of all, and what that is worth. Pure. Which ranges are drawn follows from the
 * seed and the keys, so the same command on the same rows compares the same ranges.
 */

export type Sample = {
  /** 0 < percent < 100. */
  readonly percent: number;
  /** A whole number. */
  readonly seed: number;
};

/** Whether the next range is compared. */
export type Draw = {
  next(): boolean;
  /** Rows of each range; null where ranges grow and shrink with the time that they take. */
  readonly rows: number | null;
};

/** Small, so that a share of them is spread over the table. */
const sampledRows = 2000;

export const drawAll: Draw = { next: () => true, rows: null };

export function drawSample({ percent, seed }: Sample): Draw {
  const random = mulberry32(seed);
  return { next: () => random() * 100 < percent, rows: sampledRows };
}

/** mulberry32, a generator of 32 bits by Tommy Ettinger (public domain): 0 <= x < 1. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The chance to see at least one of so many differing rows, 0 to 1: each lies in a range of its own that was drawn with
 * that chance. Rows that lie together are drawn together, and count as one.
 */
export function chanceToSee(percent: number, differing: number): number {
  return 1 - (1 - percent / 100) ** differing;
}
