/** MySQL 8.0.26 and later, by the words that 9.7 still has. Texts tested on 9.7.4 by experiment. */
import { parseMysqlGtidSet } from '../gtid/mysql-gtid-set.js';
import type { Row } from '../server/connection.js';
import type { Flavor, ReplicationFacts, ServerFacts, Version } from './flavor.js';
import { isAtLeast } from './is-at-least.js';
import { mysqlPoints } from './points.js';
import { eventsQuery, readEvents } from './scheduled-events.js';
import { sessionSettings } from './session-settings.js';
import { applierOf, noReplication, receiverOf, registeredReplica, threadErrors } from './threads.js';

export function mysql(version: Version): Flavor {
  return {
    name: 'mysql',
    version,
    label: `mysql ${version.major}.${version.minor}`,
    capabilities: {
      superReadOnly: true,
      stopsForGood: true,
      xaPassesFence: true,
      replaces: new Set(['view']),
      foldsTriggerNames: true,
      appliesExpressionDefaults: true,
      matchesEventColumns: true,
      computesSoughtColumns: true,
      checksRowEvents: true,
      // Foreign keys act above the storage engine since 9.6; before, their changes are in no binlog. Tested on 9.7.
      logsCascades: isAtLeast(version, [9, 7, 0]),
      guardsDropTrigger: false,
      guardsDefiners: true,
      // Raised in 9.1; the 256th is refused with 4092 on 9.7, tested. Before 8.0.29 columns came instantly at the end alone.
      rowVersionLimit: isAtLeast(version, [9, 1, 0]) ? 255 : isAtLeast(version, [8, 0, 29]) ? 64 : null,
    },
    // Numbers of rows would be a day old (9.7, tested).
    sessionSettings: sessionSettings({ max_execution_time: '0', information_schema_stats_expiry: '0' }),
    serverQuery: `SELECT @@global.server_id AS serverId, @@global.server_uuid AS uuid, @@global.read_only AS readOnly,
  @@global.super_read_only AS superReadOnly, @@global.gtid_executed AS executed,
  @@global.replica_type_conversions AS conversions,
  UNIX_TIMESTAMP() - (SELECT VARIABLE_VALUE FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Uptime') AS bootedAt`,
    replicasQuery: 'SHOW REPLICAS',
    readReplicas: rows => rows.map(registeredReplica),
    replicationQuery: 'SHOW REPLICA STATUS',
    // Last_SQL_Error is only "Coordinator stopped because there were error(s) in the worker(s)".
    workerErrorQuery: `SELECT LAST_ERROR_NUMBER AS number, LAST_ERROR_MESSAGE AS message
  FROM performance_schema.replication_applier_status_by_worker WHERE LAST_ERROR_NUMBER <> 0
  ORDER BY LAST_ERROR_TIMESTAMP DESC LIMIT 1`,
    // The one of information_schema is deprecated; this one needs performance_schema=ON, which preflight demands.
    processlist: 'performance_schema.processlist',
    readServer,
    showsAll: (passive, active) => passive.executed.contains(active.executed),
    readReplication,
    eventsQuery,
    readEvents,
    // The older words are deprecated where the newer ones are known (9.7, tested).
    eventAsleep: isAtLeast(version, [8, 4, 0]) ? 'DISABLE ON REPLICA' : 'DISABLE ON SLAVE',
    // Preflight demands skip_replica_start=ON, so a stopped applier stays stopped after a reboot. With a change of its
    // settings, though it changes nothing, it forgets an error that it met; STOP does not do that (9.7, tested).
    holdApplier: () => ['STOP REPLICA SQL_THREAD', 'CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 0'],
    prepareReplication: () => [],
    startReplication: () => ['START REPLICA'],
    stopApplier: () => ['STOP REPLICA SQL_THREAD'],
    startApplier: () => ['STOP REPLICA SQL_THREAD', 'START REPLICA SQL_THREAD'],
    points: mysqlPoints,
    setConversions: value => [`SET GLOBAL replica_type_conversions = '${value}'`],
    fence: seconds => [`SET SESSION lock_wait_timeout = ${seconds}`, 'SET GLOBAL super_read_only = 1'],
    releaseFence: () => [],
    closeWrites: () => ['SET GLOBAL read_only = 1', 'SET GLOBAL super_read_only = 0'],
    openWrites: () => ['SET GLOBAL super_read_only = 0', 'SET GLOBAL read_only = 0'],
    // Off by default; without it there is no row.
    ddlProgressSwitch: {
      query: `SELECT ENABLED AS value FROM performance_schema.setup_consumers WHERE NAME = 'events_stages_current'`,
      on: 'YES',
      set: value =>
        `UPDATE performance_schema.setup_consumers SET ENABLED = '${value}' WHERE NAME = 'events_stages_current'`,
    },
    ddlProgressQuery: threadId => `SELECT s.work_completed AS done, s.work_estimated AS estimated
  FROM performance_schema.events_stages_current s JOIN performance_schema.threads t USING (thread_id)
  WHERE t.processlist_id = ${threadId}`,
    readDdlProgress: ([row]) =>
      Number(row?.estimated) > 0 ? Math.min(1, Number(row?.done) / Number(row?.estimated)) : null,
    preparedXaQuery: 'XA RECOVER',
    fileSizesQuery:
      'SELECT NAME AS name, FILE_SIZE AS value FROM information_schema.INNODB_TABLESPACES WHERE LOCATE(?, NAME) = 1',
    // Counted since 8.0.29: before, there was neither the column nor a limit. The table's own row has its name as in the
    // file system (`my@002dapp`), that of its file has it as it is.
    rowVersionsQuery: isAtLeast(version, [8, 0, 29])
      ? `SELECT IF(s.SPACE_TYPE = 'Single', s.NAME, t.NAME) AS name, t.TOTAL_ROW_VERSIONS AS value
  FROM information_schema.INNODB_TABLES t JOIN information_schema.INNODB_TABLESPACES s ON s.SPACE = t.SPACE
  HAVING LOCATE(?, name) = 1`
      : null,
  };
}

function readServer(row: Row): ServerFacts {
  return {
    identity: {
      serverId: Number(row.serverId),
      uuid: String(row.uuid),
      bootedAt: Math.round(Number(row.bootedAt)),
    },
    readOnly: Number(row.readOnly) === 1,
    superReadOnly: Number(row.superReadOnly) === 1,
    executed: parseMysqlGtidSet(String(row.executed)),
    conversions: String(row.conversions),
  };
}

function readReplication([row]: readonly Row[], [worker]: readonly Row[] = []): ReplicationFacts {
  if (row === undefined) return noReplication;
  const error = worker === undefined ? row.Last_SQL_Error : `${worker.number} ${worker.message}`;
  const applier = applierOf(String(row.Replica_SQL_Running), Number(row.Last_SQL_Errno));
  return {
    configured: true,
    receiver: receiverOf(String(row.Replica_IO_Running), Number(row.Last_IO_Errno)),
    applier: applier === 'stopped' ? 'held' : applier,
    error: threadErrors({ ...row, Last_SQL_Error: error }),
    delaySeconds: Number(row.SQL_Delay),
    usesGtid: String(row.Auto_Position) === '1',
  };
}
