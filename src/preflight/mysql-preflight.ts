/** MySQL 8.0.26 and later: texts tried on 9.7.4. */

import { ddlVariables, readDdlVariables } from './ddl-variables.js';
import type { FlavorPreflight, Variables } from './flavor-preflight.js';
import { linkOf } from './link-of.js';
import { mysqlAccountQueries, readMysqlAccounts } from './mysql-accounts.js';
import type { Settings } from './server-facts.js';
import { flag, number, text } from './variables.js';

export const mysqlPreflight: FlavorPreflight = {
  variables: [
    ...ddlVariables,
    ...['log_bin', 'binlog_format', 'binlog_row_image', 'log_replica_updates', 'binlog_expire_logs_seconds'],
    ...['gtid_mode', 'enforce_gtid_consistency', 'sync_binlog', 'innodb_flush_log_at_trx_commit'],
    ...['group_replication_group_name', 'replica_skip_errors', 'replica_exec_mode'],
    ...[
      'rpl_semi_sync_source_enabled',
      'rpl_semi_sync_replica_enabled',
      'rpl_semi_sync_source_timeout',
      'skip_replica_start',
      'partial_revokes',
    ],
    'performance_schema',
  ],
  originQuery:
    'SELECT VARIABLE_SOURCE AS origin FROM performance_schema.variables_info WHERE VARIABLE_NAME = ?',
  persistedReadOnlyQuery: `SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value FROM performance_schema.persisted_variables
  WHERE VARIABLE_NAME IN ('read_only', 'super_read_only')`,
  optionGroups: ['mysqld', 'server', 'mysqld-{series}'],
  linksQuery: 'SHOW REPLICA STATUS',
  // The old words are gone in 8.4, the new ones came with 8.2.
  binlogStatusQuery: ({ major, minor }) =>
    major > 8 || minor >= 4 ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS',
  preparedXaQuery: 'XA RECOVER CONVERT XID',
  accountQueries: mysqlAccountQueries,
  readSettings,
  readLinks: (flavor, rows) => rows.map(each => linkOf(flavor, linkColumns, each)),
  readBypassAccounts: readMysqlAccounts,
  repairs: {
    followByGtid: 'STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION = 1; START REPLICA',
    noDelay:
      'STOP REPLICA SQL_THREAD; CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 0; START REPLICA SQL_THREAD',
    defaultRole: account => `SET DEFAULT ROLE ALL TO ${account}`,
  },
};

const linkColumns = {
  name: 'Channel_Name',
  host: 'Source_Host',
  port: 'Source_Port',
  user: 'Source_User',
  serverId: 'Source_Server_Id',
  uuid: 'Source_UUID',
  secondsBehind: 'Seconds_Behind_Source',
};

function readSettings(variables: Variables): Settings {
  return {
    binlog: {
      on: flag(variables, 'log_bin'),
      format: text(variables, 'binlog_format'),
      image: text(variables, 'binlog_row_image'),
      logsApplied: flag(variables, 'log_replica_updates'),
      expireSeconds: number(variables, 'binlog_expire_logs_seconds'),
      maxTotalBytes: 0,
    },
    gtid: {
      kind: 'mysql',
      mode: text(variables, 'gtid_mode'),
      consistency: text(variables, 'enforce_gtid_consistency'),
    },
    syncBinlog: number(variables, 'sync_binlog'),
    flushLogAtCommit: number(variables, 'innodb_flush_log_at_trx_commit'),
    clustering: text(variables, 'group_replication_group_name') === '' ? null : 'group replication',
    semiSync: {
      source: flag(variables, 'rpl_semi_sync_source_enabled'),
      replica: flag(variables, 'rpl_semi_sync_replica_enabled'),
      timeoutMs: number(variables, 'rpl_semi_sync_source_timeout'),
      timeoutName: 'rpl_semi_sync_source_timeout',
    },
    ddlVariables: readDdlVariables(variables),
    skippedErrors: text(variables, 'replica_skip_errors').replace(/^OFF$/i, ''),
    idempotentApplier: text(variables, 'replica_exec_mode').toUpperCase() === 'IDEMPOTENT',
    partialRevokes: flag(variables, 'partial_revokes'),
    skipReplicaStart: flag(variables, 'skip_replica_start'),
    performanceSchema: flag(variables, 'performance_schema'),
  };
}
