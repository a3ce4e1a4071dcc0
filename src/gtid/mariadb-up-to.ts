/**
 * The part of what a MariaDB server has executed that lies at or before a place in its binlog. Pure. In strict mode
 * numbers only grow within a domain, whoever wrote them, so the last number of each domain parts before from after.
 */
import type { GtidSet } from './gtid-set.js';
import { MariadbGtidSet, parseMariadbGtidSet } from './mariadb-gtid-set.js';
import type { RangeMap } from './ranges.js';

/** `position` is what BINLOG_GTID_POS tells: `0-1-100`, the last transaction of each domain. */
export function mariadbUpTo(executed: GtidSet, position: string): MariadbGtidSet {
  const last = new Map<string, bigint>();
  for (const [key, ranges] of parseMariadbGtidSet({ binlogState: position, slavePos: '' }).binlog)
    last.set(domainOf(key), ranges.at(-1)?.last ?? 0n);
  const cut = (map: RangeMap): RangeMap =>
    new Map(
      [...map].flatMap(([key, ranges]) => {
        const limit = last.get(domainOf(key)) ?? 0n;
        const kept = ranges
          .filter(({ first }) => first <= limit)
          .map(range => ({ ...range, last: range.last < limit ? range.last : limit }));
        return kept.length === 0 ? [] : [[key, kept] as const];
      }),
    );
  const { binlog, floors } = executed instanceof MariadbGtidSet ? executed : parseMariadbGtidSet(none);
  return new MariadbGtidSet(cut(binlog), cut(floors));
}

const none = { binlogState: '', slavePos: '' };

function domainOf(key: string): string {
  return key.slice(0, key.indexOf('-'));
}
