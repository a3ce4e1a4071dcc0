/**
 * Sets of transaction numbers, kept apart by who wrote them: the arithmetic that both kinds of GTID set share.
 * Knows nothing of uuids, domains or servers; a key is any text that names one source of numbers.
 */

/** The numbers from `first` to `last`, both included. */
export type Range = { readonly first: bigint; readonly last: bigint };

/** Per source its ranges, ascending, never touching each other, and never an empty list. */
export type RangeMap = ReadonlyMap<string, readonly Range[]>;

/** Builds the map from ranges in any order, which may overlap. */
export function rangeMapOf(entries: Iterable<readonly [string, Range]>): RangeMap {
  const collected = new Map<string, Range[]>();
  for (const [key, range] of entries) {
    const ranges = collected.get(key);
    if (ranges === undefined) collected.set(key, [range]);
    else ranges.push(range);
  }
  return new Map([...collected].map(([key, ranges]) => [key, joinTouching(ranges)]));
}

export function unionOf(a: RangeMap, b: RangeMap): RangeMap {
  return rangeMapOf([...entriesOf(a), ...entriesOf(b)]);
}

/** The numbers of `a` that `b` has not. */
export function differenceOf(a: RangeMap, b: RangeMap): RangeMap {
  const left = new Map<string, readonly Range[]>();
  for (const [key, ranges] of a) {
    const rest = cut(ranges, b.get(key) ?? []);
    if (rest.length > 0) left.set(key, rest);
  }
  return left;
}

/** How many numbers there are in all. */
export function countOf(map: RangeMap): bigint {
  let count = 0n;
  for (const [, { first, last }] of entriesOf(map)) count += last - first + 1n;
  return count;
}

function* entriesOf(map: RangeMap): Generator<[string, Range]> {
  for (const [key, ranges] of map) for (const range of ranges) yield [key, range];
}

function joinTouching(ranges: readonly Range[]): readonly Range[] {
  const joined: Range[] = [];
  for (const range of ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const previous = joined.at(-1);
    if (previous === undefined || range.first > previous.last + 1n) joined.push(range);
    else if (range.last > previous.last) joined[joined.length - 1] = { ...previous, last: range.last };
  }
  return joined;
}

function cut(ranges: readonly Range[], holes: readonly Range[]): readonly Range[] {
  let rest = [...ranges];
  for (const hole of holes) {
    rest = rest.flatMap(({ first, last }) => [
      ...(first < hole.first ? [{ first, last: last < hole.first ? last : hole.first - 1n }] : []),
      ...(last > hole.last ? [{ first: first > hole.last ? first : hole.last + 1n, last }] : []),
    ]);
  }
  return rest;
}
