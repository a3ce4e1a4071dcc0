/**
 * What one MariaDB server has executed, put together from the two things it shows. Its position (`0-1-100`) is
 * not a set: it says nothing about the other servers that wrote in the same domain.
 *
 * - `@@gtid_binlog_state`, `0-2-50,0-1-100`: the last number of every server whose events are in this server's
 *   own binlog. Numbers of one server only grow and are applied in order, so each entry stands for 1..n.
 * - `@@gtid_slave_pos`, `0-1-100`: the *floor*, one per domain: the place up to which the source's binlog was
 *   applied here, or up to which a dump had been taken that this server was seeded from. For the server it
 *   names it stands for 1..n as well.
 *
 * When may a floor speak for servers it does not name? A server that was seeded from a dump has no binlog of
 * the time before, so it knows nothing of servers that are long gone but still stand in the other's state. In
 * strict mode numbers only grow within one binlog, whoever wrote them. So if the other's *binlog* has the event
 * that the floor names, everything in it with a lower number lies before that place: it was applied or dumped,
 * and will never be sent. The floor speaks for exactly those, and only about servers of which this side knows
 * nothing: where it has a number of its own, that number decides. Hence a transaction that only the passive
 * wrote is found, although the active's numbers and floor are higher: the passive cannot have that floor in a
 * binlog that went another way (both appliers would stop with 1950; MariaDB 10.11, tested).
 *
 * Two limits. Events that a new server logged about itself before it was seeded (CREATE USER …) count as
 * history, because no applier will ever see them; comparing rows finds what they did. And numbers are shared
 * by the servers of a domain, so `0-2-51..0-2-53` may be fewer than three transactions: sizes of differences
 * are upper bounds.
 *
 * To look for transactions that only B has, read B before A: otherwise B may have applied in between what A
 * wrote after it was read.
 */
import { FailedError } from '../errors.js';
import type { GtidSet } from './gtid-set.js';
import { countOf, differenceOf, type Range, type RangeMap, rangeMapOf, unionOf } from './ranges.js';

const GTID = /^([0-9]{1,10})-([0-9]{1,10})-([0-9]{1,20})$/;

/** The values of `@@gtid_binlog_state` and `@@gtid_slave_pos`. Either may be empty. */
export type MariadbPositions = { readonly binlogState: string; readonly slavePos: string };

/**
 * Reads what one server shows. The binlog state may also be the text of a difference (`0-2-51..0-2-53`).
 * @throws FailedError when the text is anything else
 */
export function parseMariadbGtidSet({ binlogState, slavePos }: MariadbPositions): MariadbGtidSet {
  return new MariadbGtidSet(rangeMapOf(parseList(binlogState)), rangeMapOf(parseList(slavePos)));
}

export class MariadbGtidSet implements GtidSet {
  /** What this server's binlog has; keys are `domain-server`. */
  readonly binlog: RangeMap;
  /** 1..n of the server that each floor names; after a union there may be several in a domain. */
  readonly floors: RangeMap;
  /** Everything that is known by name: both of the above. */
  readonly known: RangeMap;

  constructor(binlog: RangeMap, floors: RangeMap) {
    this.binlog = binlog;
    this.floors = floors;
    this.known = unionOf(binlog, floors);
  }

  contains(other: GtidSet): boolean {
    return asMariadb(other).minus(this).isEmpty;
  }

  union(other: GtidSet): MariadbGtidSet {
    const { binlog, floors } = asMariadb(other);
    return new MariadbGtidSet(unionOf(this.binlog, binlog), unionOf(this.floors, floors));
  }

  minus(other: GtidSet): MariadbGtidSet {
    const covered = unionOf(asMariadb(other).known, historyBelowFloors(asMariadb(other), this));
    return new MariadbGtidSet(differenceOf(this.known, covered), new Map());
  }

  equals(other: GtidSet): boolean {
    return this.contains(other) && other.contains(this);
  }

  get isEmpty(): boolean {
    return this.known.size === 0;
  }

  get size(): bigint {
    return countOf(this.known);
  }

  /**
   * The last transaction of a domain, `0-1-100`, or `undefined` if there is none: the highest number, which in
   * strict mode is the last that was written.
   */
  positionOf(domain: number): string | undefined {
    return entriesOf(this.known).findLast(entry => entry.domain === domain)?.last;
  }

  /** The last transaction of each domain: what MASTER_GTID_WAIT and START SLAVE UNTIL take. */
  get position(): string {
    const domains = new Set(entriesOf(this.known).map(({ domain }) => domain));
    return [...domains].map(domain => this.positionOf(domain)).join(',');
  }

  /** In the order of `@@gtid_binlog_state`, the last of a domain at its end; parts of a difference as ranges. */
  toString(): string {
    return entriesOf(this.known)
      .map(({ first, last }) => (first === undefined ? last : `${first}..${last}`))
      .join(',');
  }

  toJSON(): string {
    return this.toString();
  }
}

/** What `side` may count as its own although it knows no such server; the reasoning is at the top. */
function historyBelowFloors(side: MariadbGtidSet, other: MariadbGtidSet): RangeMap {
  const history: [string, Range][] = [];
  for (const [floorKey, floor] of side.floors) {
    if (differenceOf(new Map([[floorKey, floor]]), other.binlog).size > 0) continue;
    const last = floor.at(-1)?.last ?? 0n;
    for (const key of other.known.keys()) {
      if (domainOf(key) === domainOf(floorKey) && !side.known.has(key))
        history.push([key, { first: 1n, last }]);
    }
  }
  return rangeMapOf(history);
}

type Entry = { readonly domain: number; readonly first?: string; readonly last: string };

/** By domain, then by number. A range that begins at 1 is "everything up to", as the server prints it. */
function entriesOf(map: RangeMap): Entry[] {
  return [...map]
    .flatMap(([key, ranges]) => ranges.map(range => ({ key, domain: domainOf(key), ...range })))
    .toSorted((a, b) => a.domain - b.domain || (a.last < b.last ? -1 : 1))
    .map(({ key, domain, first, last }) =>
      first === 1n
        ? { domain, last: `${key}-${last}` }
        : { domain, first: `${key}-${first}`, last: `${key}-${last}` },
    );
}

function domainOf(key: string): number {
  return Number.parseInt(key, 10);
}

function parseList(text: string): [string, Range][] {
  const items = text.replace(/\s+/g, '').split(',').filter(Boolean);
  return items.map(item => {
    const [from = '', to] = item.split('..');
    const first = parseGtid(from, item);
    const last = to === undefined ? first : parseGtid(to, item);
    if (first.key !== last.key || first.number > last.number) throw notAPosition(item);
    return [first.key, { first: to === undefined ? 1n : first.number, last: last.number }];
  });
}

function parseGtid(text: string, item: string): { key: string; number: bigint } {
  const [, domain, server, number] = GTID.exec(text) ?? [];
  if (domain === undefined || number === undefined || BigInt(number) === 0n) throw notAPosition(item);
  return { key: `${Number(domain)}-${Number(server)}`, number: BigInt(number) };
}

function asMariadb(set: GtidSet): MariadbGtidSet {
  if (set instanceof MariadbGtidSet) return set;
  throw new FailedError(`"${set}" is not a GTID set of MariaDB, so it cannot be compared with one.`);
}

function notAPosition(item: string): FailedError {
  return new FailedError(`"${item}" is not a GTID of MariaDB.`, {
    hint: 'Expected the form of @@gtid_binlog_state, such as 0-1-100,0-2-50 (domain-server-number).',
  });
}
