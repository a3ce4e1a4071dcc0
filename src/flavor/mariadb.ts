/** MariaDB 10.11 and 11.x: texts tested on 10.11.19. */
import { hasCommitted } from '../gtid/mariadb-committed.js';
import { parseMariadbGtidSet } from '../gtid/mariadb-gtid-set.js';
import { programKinds } from '../programs/program.js';
import type { Row } from '../server/connection.js';
import type { Flavor, ReplicationFacts, ServerFacts, Version } from './flavor.js';
import { isAtLeast } from './is-at-least.js';
import { mariadbPoints } from './points.js';
import { eventsQuery, readEvents } from './scheduled-events.js';
import { sessionSettings } from './session-settings.js';
import { applierOf, noReplication, receiverOf, registeredReplica, threadErrors } from './threads.js';

/**
 * A delay of 63 years: the applier applies nothing, also when a reboot starts it by itself. `@@skip_slave_start`
 * cannot be read (1193), so this is the only hold that can be seen (MariaDB 10.11, tested with kill -9).
 */
const holdSeconds = 2_000_000_000;

export function mariadb(version: Version): Flavor {
  return {
    name: 'mariadb',
    version,
    label: `mariadb ${version.major}.${version.minor}`,
    capabilities: {
      superReadOnly: false,
      stopsForGood: false,
      xaPassesFence: false,
      replaces: new Set(programKinds),
      foldsTriggerNames: false,
      // 10.11 does not, 11.8 does (both tested); nobody has asked the ones between.
      appliesExpressionDefaults: isAtLeast(version, [11, 8, 0]),
      matchesEventColumns: false,
      computesSoughtColumns: isAtLeast(version, [11, 8, 0]),
      checksRowEvents: false,
      logsCascades: false,
      guardsDropTrigger: true,
      guardsDefiners: false,
      rowVersionLimit: null,
    },
    sessionSettings: sessionSettings({ max_statement_time: '0' }),
    // Uptime and UNIX_TIMESTAMP() of one statement are taken from the same second: the difference never jitters.
    serverQuery: `SELECT @@global.server_id AS serverId, @@global.read_only AS readOnly,
  @@global.gtid_binlog_state AS binlogState, @@global.gtid_slave_pos AS slavePos,
  @@global.slave_type_conversions AS conversions,
  UNIX_TIMESTAMP() - (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'UPTIME') AS bootedAt`,
    replicasQuery: 'SHOW SLAVE HOSTS',
    readReplicas: rows => rows.map(registeredReplica),
    replicationQuery: 'SHOW SLAVE STATUS',
    workerErrorQuery: null,
    processlist: 'information_schema.PROCESSLIST',
    readServer,
    showsAll: (passive, active) =>
      passive.executed.contains(active.executed) &&
      hasCommitted(passive.executed, active.executed, active.identity.serverId),
    readReplication,
    eventsQuery,
    readEvents,
    eventAsleep: 'DISABLE ON SLAVE',
    // The delay can only be changed with both threads stopped (1198), which throws relay logs away: they are fetched
    // again, so the active must keep its binlogs for the whole leg.
    holdApplier: () => [
      'STOP SLAVE',
      `CHANGE MASTER TO MASTER_DELAY = ${holdSeconds}`,
      'START SLAVE IO_THREAD',
    ],
    // A side that did not follow for a while asks for a position that the other has purged (1236), although it misses
    // nothing: its gtid_slave_pos does not know its own transactions. Set to them, it must not be started before the
    // other has them in its binlog (1236 again, tested).
    prepareReplication: () => [
      'STOP SLAVE',
      'CHANGE MASTER TO MASTER_DELAY = 0',
      'SET GLOBAL gtid_slave_pos = @@global.gtid_current_pos',
    ],
    startReplication: () => ['START SLAVE'],
    stopApplier: () => ['STOP SLAVE SQL_THREAD'],
    startApplier: () => ['STOP SLAVE SQL_THREAD', 'START SLAVE SQL_THREAD'],
    points: mariadbPoints,
    setConversions: value => [`SET GLOBAL slave_type_conversions = '${value}'`],
    // There is no super_read_only: the global read lock keeps out accounts that pass through read_only. The applier is
    // stopped before: the lock first pauses parallel workers, and a worker that waits for the lock is never paused;
    // then everything hangs, and lock_wait_timeout does not end it (10.11.19, seen with four optimistic workers).
    fence: seconds => [
      'STOP SLAVE SQL_THREAD',
      `SET SESSION lock_wait_timeout = ${seconds}`,
      'FLUSH TABLES WITH READ LOCK',
      'SET GLOBAL read_only = 1',
    ],
    releaseFence: () => ['UNLOCK TABLES'],
    closeWrites: () => ['SET GLOBAL read_only = 1'],
    openWrites: () => ['SET GLOBAL read_only = 0', 'UNLOCK TABLES'],
    ddlProgressSwitch: null,
    // COPY tells its stage and percentage in the process list; INPLACE tells nothing there, only in a server-wide counter
    // of percent times 100.
    ddlProgressQuery: threadId => `SELECT p.stage, p.max_stage AS stages, p.progress,
  (SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'INNODB_ONLINEDDL_PCT_PROGRESS') AS online
  FROM information_schema.PROCESSLIST p WHERE p.id = ${threadId}`,
    readDdlProgress,
    preparedXaQuery: 'XA RECOVER',
    fileSizesQuery: `SELECT CONCAT(${plain(`SUBSTRING_INDEX(NAME, '/', 1)`)}, '/', ${plain(tablePart)}) AS name, FILE_SIZE AS value
  FROM information_schema.INNODB_SYS_TABLESPACES HAVING LOCATE(?, name) = 1`,
    rowVersionsQuery: null,
  };
}

/** Names stand there as in the file system: `my-app` is `my@002dapp`. */
function plain(name: string): string {
  return `CONVERT(CONVERT(BINARY ${name} USING filename) USING utf8mb4)`;
}

const tablePart = `SUBSTRING_INDEX(SUBSTRING_INDEX(SUBSTRING_INDEX(NAME, '/', -1), '#P#', 1), '#p#', 1)`;

/** Stage 2 of a copy (the bulk load of indexes) reports no progress of its own: it keeps the share reached. */
function readDdlProgress([row]: readonly Row[]): number | null {
  if (row === undefined) return null;
  const stages = Number(row.stages);
  const copied = Number(row.progress) / 100;
  if (stages > 0) return Math.min(1, (Math.max(0, Number(row.stage) - 1) + copied) / stages);
  const online = Number(row.online) / 10_000;
  return online > 0 && online < 1 ? online : null;
}

function readServer(row: Row): ServerFacts {
  return {
    identity: { serverId: Number(row.serverId), uuid: null, bootedAt: Math.round(Number(row.bootedAt)) },
    // 0 or 1, and since 12.1 one of several words: whatever is not off closes the server.
    readOnly: !['0', 'OFF'].includes(String(row.readOnly)),
    superReadOnly: false,
    executed: parseMariadbGtidSet({ binlogState: String(row.binlogState), slavePos: String(row.slavePos) }),
    conversions: String(row.conversions),
  };
}

function readReplication([row]: readonly Row[]): ReplicationFacts {
  if (row === undefined) return noReplication;
  const delay = Number(row.SQL_Delay);
  const held = delay >= holdSeconds;
  return {
    configured: true,
    receiver: receiverOf(String(row.Slave_IO_Running), Number(row.Last_IO_Errno)),
    applier: held ? 'held' : applierOf(String(row.Slave_SQL_Running), Number(row.Last_SQL_Errno)),
    error: threadErrors(row),
    delaySeconds: held ? 0 : delay,
    usesGtid: String(row.Using_Gtid) !== 'No',
  };
}
