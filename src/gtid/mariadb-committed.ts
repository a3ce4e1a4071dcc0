/**
 * Whether a MariaDB server shows what it has applied, and does not only have it in its binlog: a transaction is there first,
 * and is committed and seen after microseconds, or after as long as it waits for a semi-synchronous receiver (AFTER_SYNC).
 * `@@gtid_slave_pos` moves behind the commit (10.11 and 11.8, tested). Pure.
 */
import type { GtidSet } from './gtid-set.js';
import { MariadbGtidSet } from './mariadb-gtid-set.js';
import type { Range } from './ranges.js';

/** `serverId` is that of the active: its own transactions are asked for. False also where nothing was ever applied. */
export function hasCommitted(passive: GtidSet, active: GtidSet, serverId: number): boolean {
  if (!(passive instanceof MariadbGtidSet && active instanceof MariadbGtidSet)) return false;
  return [...active.binlog].every(([key, ranges]) => {
    const [domain, server] = key.split('-');
    return Number(server) !== serverId || isReached(passive, domain, lastOf(ranges));
  });
}

/** In strict mode numbers only grow within a domain, whoever wrote them, and are committed in order. */
function isReached({ floors }: MariadbGtidSet, domain: string | undefined, number: bigint): boolean {
  return [...floors].some(([key, floor]) => key.split('-')[0] === domain && lastOf(floor) >= number);
}

function lastOf(ranges: readonly Range[]): bigint {
  return ranges.at(-1)?.last ?? 0n;
}
