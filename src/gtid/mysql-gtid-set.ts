/**
 * GTID sets of MySQL (`@@gtid_executed`, `Retrieved_Gtid_Set`): per source uuid, and since 8.3 per tag, the
 * numbers that were executed. A real set, so every question has an exact answer.
 */
import { FailedError } from '../errors.js';
import type { GtidSet } from './gtid-set.js';
import { countOf, differenceOf, type Range, type RangeMap, rangeMapOf, unionOf } from './ranges.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TAG = /^[a-z_][a-z0-9_]{0,31}$/;
const NUMBERS = /^([1-9][0-9]{0,18})(?:-([1-9][0-9]{0,18}))?$/;

/**
 * Reads the text that a server prints, such as `uuid:1-5:7,uuid2:1:tag:1-3`; blanks, newlines and letter case
 * do not matter, and the empty text is the empty set.
 * @throws FailedError when the text is anything else
 */
export function parseMysqlGtidSet(text: string): MysqlGtidSet {
  const items = text.replace(/\s+/g, '').toLowerCase().split(',').filter(Boolean);
  return new MysqlGtidSet(rangeMapOf(items.flatMap(item => parseItem(item))));
}

export class MysqlGtidSet implements GtidSet {
  /** Keys are `uuid` or `uuid:tag`, as they are printed. */
  readonly ranges: RangeMap;

  constructor(ranges: RangeMap) {
    this.ranges = ranges;
  }

  contains(other: GtidSet): boolean {
    return differenceOf(rangesOf(other), this.ranges).size === 0;
  }

  union(other: GtidSet): MysqlGtidSet {
    return new MysqlGtidSet(unionOf(this.ranges, rangesOf(other)));
  }

  minus(other: GtidSet): MysqlGtidSet {
    return new MysqlGtidSet(differenceOf(this.ranges, rangesOf(other)));
  }

  equals(other: GtidSet): boolean {
    return this.contains(other) && other.contains(this);
  }

  get isEmpty(): boolean {
    return this.ranges.size === 0;
  }

  get size(): bigint {
    return countOf(this.ranges);
  }

  /** On one line; the server itself prints a newline after each comma, and accepts both. */
  toString(): string {
    const sources = [...this.ranges].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return sources.map(([key, ranges]) => `${key}:${ranges.map(print).join(':')}`).join(',');
  }

  toJSON(): string {
    return this.toString();
  }
}

/** `uuid:1-5:tag:1-3`: a tag holds for the numbers behind it, until the next tag. */
function parseItem(item: string): [string, Range][] {
  const [uuid = '', ...parts] = item.split(':');
  if (!UUID.test(uuid) || parts.length === 0) throw notAGtidSet(item);
  const entries: [string, Range][] = [];
  let key = uuid;
  for (const part of parts) {
    if (TAG.test(part)) key = `${uuid}:${part}`;
    else entries.push([key, parseRange(part, item)]);
  }
  if (TAG.test(parts.at(-1) ?? '')) throw notAGtidSet(item);
  return entries;
}

function parseRange(part: string, item: string): Range {
  const [, first, last] = NUMBERS.exec(part) ?? [];
  if (first === undefined) throw notAGtidSet(item);
  const range = { first: BigInt(first), last: BigInt(last ?? first) };
  if (range.last < range.first) throw notAGtidSet(item);
  return range;
}

function print({ first, last }: Range): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

function rangesOf(set: GtidSet): RangeMap {
  if (set instanceof MysqlGtidSet) return set.ranges;
  throw new FailedError(`"${set}" is not a GTID set of MySQL, so it cannot be compared with one.`);
}

function notAGtidSet(item: string): FailedError {
  return new FailedError(`"${item}" is not a GTID set of MySQL.`, {
    hint: 'Expected the form of @@gtid_executed, such as 3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5:7.',
  });
}
