/**
 * Texts by which both sides are brought to one and the same position for a comparison: see `verify/take-point.ts`.
 * Tested on MariaDB 10.11.19 and MySQL 9.7.4, under load, with parallel appliers.
 */
import type { GtidSet } from '../gtid/gtid-set.js';
import { mariadbUpTo } from '../gtid/mariadb-up-to.js';
import { parseMysqlGtidSet } from '../gtid/mysql-gtid-set.js';
import type { Row } from '../server/connection.js';

/** Where a snapshot of the active stands. */
export type SnapshotPosition = {
  /** Lets a stopped applier of the passive apply exactly up to there, and stop; its receiver goes on. */
  readonly applyUntil: string;
  /** Says the position as a row for `readExecuted`, asked of the active at any later time. */
  readonly executedQuery: string;
  /**
   * Whether a stopped applier, by its row of the replication status, stands at a later event than the snapshot: that may
   * be a transaction which the snapshot does not show, or nothing that changes rows.
   */
  isBehind(applier: Row): boolean;
};

export type PointTexts = {
  /**
   * What keeps every commit out while a snapshot is opened and its position read; null where the snapshot itself tells
   * its position. `release` must be sent also when it was not to be had; only if that succeeds it was held until then.
   */
  readonly lock: { readonly take: readonly string[]; readonly release: readonly string[] } | null;
  /** For `readPosition`, in the session of the snapshot. */
  readonly positionQuery: string;
  readPosition(row: Row): SnapshotPosition;
  /** Everything that was executed at a position; `activeNow` is what the active has executed by a later time. */
  readExecuted(row: Row, activeNow: GtidSet): GtidSet;
};

/**
 * The binlog takes part in a consistent snapshot: the session's status says at which event it stands. No lock. A replica
 * gets a transaction once it is in the binlog, and only then it is committed and seen: after microseconds, or after as long
 * as the active waits for a semi-synchronous replica (AFTER_SYNC). So an applier may be ahead of a snapshot opened later.
 */
export const mariadbPoints: PointTexts = {
  lock: null,
  positionQuery: `SELECT
  (SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'BINLOG_SNAPSHOT_FILE') AS file,
  (SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'BINLOG_SNAPSHOT_POSITION') AS pos`,
  readPosition: ({ file, pos }) => ({
    // By GTID both threads would have to be stopped (1277), which throws relay logs away.
    applyUntil: `START SLAVE SQL_THREAD UNTIL MASTER_LOG_FILE = '${file}', MASTER_LOG_POS = ${Number(pos)}`,
    // Reads the binlog file from its beginning, so nobody waits for it with an applier stopped.
    executedQuery: `SELECT BINLOG_GTID_POS('${file}', ${Number(pos)}) AS position`,
    isBehind: ({ Relay_Master_Log_File: at, Exec_Master_Log_Pos: reached }) => {
      const files = numberOf(String(at)) - numberOf(String(file));
      return files > 0 || (files === 0 && Number(reached) > Number(pos));
    },
  }),
  readExecuted: ({ position }, activeNow) => mariadbUpTo(activeNow, String(position ?? '')),
};

/**
 * A transaction can be seen in InnoDB a moment before its GTID is in gtid_executed, so equal sets before and after a
 * snapshot prove nothing (2 of 247 were wrong): commits are kept out instead, for a few milliseconds.
 */
export const mysqlPoints: PointTexts = {
  lock: {
    // A second is the least that a server waits; who takes the lock ends the wait earlier. A runner that vanishes without
    // a word keeps writes off for no longer than the idle session lives.
    take: ['SET SESSION lock_wait_timeout = 1, wait_timeout = 3', 'FLUSH TABLES WITH READ LOCK'],
    release: ['UNLOCK TABLES', 'SET SESSION wait_timeout = 3600'],
  },
  positionQuery: 'SELECT @@global.gtid_executed AS executed',
  readPosition: ({ executed }) => {
    const set = String(executed).replace(/\s/gu, '');
    return {
      applyUntil: `START REPLICA SQL_THREAD UNTIL SQL_AFTER_GTIDS = '${set}'`,
      executedQuery: `SELECT '${set}' AS executed`,
      // Whoever waits for the lock waits for what is being committed.
      isBehind: () => false,
    };
  },
  readExecuted: ({ executed }) => parseMysqlGtidSet(String(executed)),
};

/** Of a binlog file: `bin.000012` is 12. NaN for an applier that has applied nothing yet. */
function numberOf(file: string): number {
  return Number(file.match(/\.(\d+)$/u)?.[1]);
}
