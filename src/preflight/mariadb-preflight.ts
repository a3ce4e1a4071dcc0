/** MariaDB 10.11 and 11.x: texts and privileges tried on 10.11.19. */

import { ddlVariables, readDdlVariables } from './ddl-variables.js';
import type { FlavorPreflight, Variables } from './flavor-preflight.js';
import { linkOf } from './link-of.js';
import { mariadbAccountQueries, readMariadbAccounts } from './mariadb-accounts.js';
import type { Settings } from './server-facts.js';
import { flag, number, text } from './variables.js';

export const mariadbPreflight: FlavorPreflight = {
  variables: [
    ...ddlVariables,
    ...['log_bin', 'binlog_format', 'binlog_row_image', 'log_slave_updates', 'binlog_expire_logs_seconds'],
    ...['max_binlog_total_size', 'gtid_domain_id', 'gtid_strict_mode', 'sync_binlog'],
    ...['innodb_flush_log_at_trx_commit', 'wsrep_on', 'slave_skip_errors', 'slave_exec_mode'],
    ...['rpl_semi_sync_master_enabled', 'rpl_semi_sync_slave_enabled', 'rpl_semi_sync_master_timeout'],
  ],
  originQuery:
    'SELECT GLOBAL_VALUE_ORIGIN AS origin FROM information_schema.SYSTEM_VARIABLES WHERE VARIABLE_NAME = ?',
  persistedReadOnlyQuery: null,
  optionGroups: [
    ...[
      'mysqld',
      'server',
      'mysqld-{series}',
      'mariadb',
      'mariadb-{series}',
      'mariadbd',
      'mariadbd-{series}',
    ],
    ...['client-server', 'galera'],
  ],
  linksQuery: 'SHOW ALL SLAVES STATUS',
  binlogStatusQuery: () => 'SHOW MASTER STATUS',
  preparedXaQuery: "XA RECOVER FORMAT='SQL'",
  accountQueries: mariadbAccountQueries,
  readSettings,
  readLinks: (flavor, rows) => rows.map(each => linkOf(flavor, linkColumns, each)),
  readBypassAccounts: readMariadbAccounts,
  repairs: {
    followByGtid: 'STOP SLAVE; CHANGE MASTER TO MASTER_USE_GTID = slave_pos; START SLAVE',
    noDelay: 'STOP SLAVE; CHANGE MASTER TO MASTER_DELAY = 0; START SLAVE',
    defaultRole: account => `SET DEFAULT ROLE … FOR ${account}`,
  },
};

const linkColumns = {
  name: 'Connection_name',
  host: 'Master_Host',
  port: 'Master_Port',
  user: 'Master_User',
  serverId: 'Master_Server_Id',
  uuid: null,
  secondsBehind: 'Seconds_Behind_Master',
};

function readSettings(variables: Variables): Settings {
  return {
    binlog: {
      on: flag(variables, 'log_bin'),
      format: text(variables, 'binlog_format'),
      image: text(variables, 'binlog_row_image'),
      logsApplied: flag(variables, 'log_slave_updates'),
      expireSeconds: number(variables, 'binlog_expire_logs_seconds'),
      maxTotalBytes: number(variables, 'max_binlog_total_size'),
    },
    gtid: {
      kind: 'mariadb',
      domainId: number(variables, 'gtid_domain_id'),
      strict: flag(variables, 'gtid_strict_mode'),
    },
    syncBinlog: number(variables, 'sync_binlog'),
    flushLogAtCommit: number(variables, 'innodb_flush_log_at_trx_commit'),
    clustering: flag(variables, 'wsrep_on') ? 'galera' : null,
    semiSync: {
      source: flag(variables, 'rpl_semi_sync_master_enabled'),
      replica: flag(variables, 'rpl_semi_sync_slave_enabled'),
      timeoutMs: number(variables, 'rpl_semi_sync_master_timeout'),
      timeoutName: 'rpl_semi_sync_master_timeout',
    },
    ddlVariables: readDdlVariables(variables),
    skippedErrors: text(variables, 'slave_skip_errors').replace(/^OFF$/i, ''),
    idempotentApplier: text(variables, 'slave_exec_mode').toUpperCase() === 'IDEMPOTENT',
    partialRevokes: false,
    skipReplicaStart: null,
    performanceSchema: null,
  };
}
