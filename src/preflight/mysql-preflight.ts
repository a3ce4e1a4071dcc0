/** MySQL 8.0.26 and later. Written from facts tried on 9.7.4; this file as a whole has not met a server yet. */

import { accountName } from '../grants/account-name.js';
import type { Row } from '../server/connection.js';
import type { AccountRows, FlavorPreflight, Variables } from './flavor-preflight.js';
import { linkOf } from './link-of.js';
import { rolesOf } from './roles-of.js';
import type { BypassAccount, Settings } from './server-facts.js';
import { flag, number, text } from './variables.js';

export const mysqlPreflight: FlavorPreflight = {
  variables: [
    ...['log_bin', 'binlog_format', 'binlog_row_image', 'log_replica_updates', 'binlog_expire_logs_seconds'],
    ...['gtid_mode', 'enforce_gtid_consistency', 'sync_binlog', 'innodb_flush_log_at_trx_commit'],
    ...['event_scheduler', 'group_replication_group_name', 'replica_skip_errors', 'replica_exec_mode'],
    ...[
      'rpl_semi_sync_source_enabled',
      'rpl_semi_sync_replica_enabled',
      'skip_replica_start',
      'partial_revokes',
    ],
  ],
  readOnlyOriginQuery:
    "SELECT VARIABLE_SOURCE AS origin FROM performance_schema.variables_info WHERE VARIABLE_NAME = 'read_only'",
  linksQuery: 'SHOW REPLICA STATUS',
  // The old words are gone in 8.4, the new ones came with 8.2.
  binlogStatusQuery: ({ major, minor }) =>
    major > 8 || minor >= 4 ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS',
  preparedXaQuery: 'XA RECOVER CONVERT XID',
  accountQueries: {
    accounts: `SELECT u.User AS user, u.Host AS host, u.account_locked AS locked, u.Super_priv AS superPriv,
  u.Grant_priv AS grantPriv, 'Y' IN (u.Insert_priv, u.Update_priv, u.Delete_priv, u.Execute_priv) AS writes,
  EXISTS (SELECT 1 FROM mysql.global_grants g WHERE g.USER = u.User AND g.HOST = u.Host
    AND g.PRIV = 'CONNECTION_ADMIN') AS bypass FROM mysql.user u`,
    roles:
      'SELECT TO_USER AS user, TO_HOST AS host, FROM_USER AS role, FROM_HOST AS roleHost FROM mysql.role_edges',
    writers: `SELECT User AS user, Host AS host FROM mysql.db WHERE ? LIKE Db
  AND 'Y' IN (Insert_priv, Update_priv, Delete_priv, Create_priv, Drop_priv, Alter_priv, Execute_priv)
UNION SELECT User, Host FROM mysql.tables_priv WHERE Db = ? AND Table_priv REGEXP 'Insert|Update|Delete|Drop|Alter'`,
  },
  readSettings,
  readLinks: (flavor, rows) => rows.map(row => linkOf(flavor, linkColumns, row)),
  readBypassAccounts,
  repairs: {
    followByGtid: 'STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION = 1; START REPLICA',
    noDelay:
      'STOP REPLICA SQL_THREAD; CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 0; START REPLICA SQL_THREAD',
    noBypass: account => `REVOKE SUPER, CONNECTION_ADMIN ON *.* FROM ${account}`,
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
  const semiSync =
    flag(variables, 'rpl_semi_sync_source_enabled') || flag(variables, 'rpl_semi_sync_replica_enabled');
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
    eventScheduler: flag(variables, 'event_scheduler'),
    clustering: [
      ...(text(variables, 'group_replication_group_name') === '' ? [] : ['group replication']),
      ...(semiSync ? ['semi-synchronous replication'] : []),
    ],
    skippedErrors: text(variables, 'replica_skip_errors').replace(/^OFF$/i, ''),
    idempotentApplier: text(variables, 'replica_exec_mode').toUpperCase() === 'IDEMPOTENT',
    partialRevokes: flag(variables, 'partial_revokes'),
    skipReplicaStart: flag(variables, 'skip_replica_start'),
  };
}

function readBypassAccounts({ accounts, roles, writers }: AccountRows): readonly BypassAccount[] {
  const records = new Map(accounts.map(row => [accountName(row.user, row.host), row]));
  const held = roles.map(row => ({
    holder: accountName(row.user, row.host),
    role: accountName(row.role, row.roleHost),
  }));
  const mayWrite = new Set(writers?.map(row => accountName(row.user, row.host)));
  return Array.from(records).flatMap(([name, { locked }]) => {
    const all = [name, ...rolesOf(name, held)];
    const via = all.find(one => bypasses(records.get(one)));
    if (via === undefined) return [];
    const any = (column: string) => all.some(one => ['Y', '1'].includes(String(records.get(one)?.[column])));
    return [
      {
        name,
        via: via === name ? 'CONNECTION_ADMIN' : `role ${via}`,
        administrator: any('superPriv') && any('grantPriv'),
        writes: any('writes') || writers === null || all.some(one => mayWrite.has(one)),
        locked: locked === 'Y',
      },
    ];
  });
}

function bypasses(row: Row | undefined): boolean {
  return row?.superPriv === 'Y' || Number(row?.bypass) === 1;
}
