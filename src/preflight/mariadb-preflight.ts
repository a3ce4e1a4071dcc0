/** MariaDB 10.11 and 11.x: texts and privileges tried on 10.11.19. */

import { accountName } from '../grants/account-name.js';
import type { AccountRows, FlavorPreflight, Variables } from './flavor-preflight.js';
import { linkOf } from './link-of.js';
import { rolesOf } from './roles-of.js';
import type { BypassAccount, Settings } from './server-facts.js';
import { flag, number, text } from './variables.js';

export const mariadbPreflight: FlavorPreflight = {
  variables: [
    ...['log_bin', 'binlog_format', 'binlog_row_image', 'log_slave_updates', 'binlog_expire_logs_seconds'],
    ...['max_binlog_total_size', 'gtid_domain_id', 'gtid_strict_mode', 'sync_binlog'],
    ...[
      'innodb_flush_log_at_trx_commit',
      'event_scheduler',
      'wsrep_on',
      'slave_skip_errors',
      'slave_exec_mode',
    ],
    ...['rpl_semi_sync_master_enabled', 'rpl_semi_sync_slave_enabled'],
  ],
  readOnlyOriginQuery:
    "SELECT GLOBAL_VALUE_ORIGIN AS origin FROM information_schema.SYSTEM_VARIABLES WHERE VARIABLE_NAME = 'READ_ONLY'",
  linksQuery: 'SHOW ALL SLAVES STATUS',
  binlogStatusQuery: () => 'SHOW MASTER STATUS',
  preparedXaQuery: "XA RECOVER FORMAT='SQL'",
  accountQueries: {
    // The column `Priv` also holds password hashes: only these members leave the server.
    accounts: `SELECT User AS user, Host AS host, JSON_VALUE(Priv, '$.access') AS access,
  JSON_VALUE(Priv, '$.version_id') AS version, JSON_VALUE(Priv, '$.account_locked') AS locked,
  JSON_VALUE(Priv, '$.is_role') AS isRole FROM mysql.global_priv`,
    roles: 'SELECT User AS user, Host AS host, Role AS role FROM mysql.roles_mapping',
    writers: `SELECT User AS user, Host AS host FROM mysql.db WHERE ? LIKE Db
  AND 'Y' IN (Insert_priv, Update_priv, Delete_priv, Create_priv, Drop_priv, Alter_priv, Execute_priv)
UNION SELECT User, Host FROM mysql.tables_priv WHERE Db = ? AND Table_priv REGEXP 'Insert|Update|Delete|Drop|Alter'`,
  },
  readSettings,
  readLinks: (flavor, rows) => rows.map(row => linkOf(flavor, linkColumns, row)),
  readBypassAccounts,
  repairs: {
    followByGtid: 'STOP SLAVE; CHANGE MASTER TO MASTER_USE_GTID = slave_pos; START SLAVE',
    noDelay: 'STOP SLAVE; CHANGE MASTER TO MASTER_DELAY = 0; START SLAVE',
    noBypass: account => `REVOKE READ_ONLY ADMIN ON *.* FROM ${account}`,
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
  const semiSync =
    flag(variables, 'rpl_semi_sync_master_enabled') || flag(variables, 'rpl_semi_sync_slave_enabled');
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
    eventScheduler: flag(variables, 'event_scheduler'),
    clustering: [
      ...(flag(variables, 'wsrep_on') ? ['galera'] : []),
      ...(semiSync ? ['semi-synchronous replication'] : []),
    ],
    skippedErrors: text(variables, 'slave_skip_errors').replace(/^OFF$/i, ''),
    idempotentApplier: text(variables, 'slave_exec_mode').toUpperCase() === 'IDEMPOTENT',
    partialRevokes: false,
    skipReplicaStart: null,
  };
}

/** Bits of `access`, from MariaDB's own `privilege_t`. */
const superBit = 1n << 15n;
const readOnlyAdminBit = 1n << 33n;
const grantBit = 1n << 10n;
/** INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, EXECUTE on every schema. */
const writeBits = 0b111110n | (1n << 13n) | (1n << 18n);

/** An account written before 10.11.0 has the bypass with SUPER (tried by writing such records). */
function bypasses(access: bigint, version: number): boolean {
  return (access & readOnlyAdminBit) !== 0n || ((access & superBit) !== 0n && version < 101_100);
}

function readBypassAccounts({ accounts, roles, writers }: AccountRows): readonly BypassAccount[] {
  const records = new Map(
    accounts.map(row => [
      accountName(row.user, row.host),
      {
        access: BigInt.asUintN(64, BigInt(String(row.access ?? 0))),
        version: Number(row.version ?? 0),
        locked: String(row.locked) === '1' || String(row.locked) === 'true',
        isRole: row.isRole !== null && row.isRole !== undefined,
      },
    ]),
  );
  const held = roles.map(row => ({
    holder: accountName(row.user, row.host),
    role: accountName(row.role, ''),
  }));
  const mayWrite = new Set(writers?.map(row => accountName(row.user, row.host)));
  return Array.from(records).flatMap(([name, { locked, isRole }]) => {
    if (isRole) return [];
    const all = [name, ...rolesOf(name, held)];
    const via = all.find(one => bypasses(records.get(one)?.access ?? 0n, records.get(one)?.version ?? 0));
    if (via === undefined) return [];
    const access = all.reduce((sum, one) => sum | (records.get(one)?.access ?? 0n), 0n);
    return [
      {
        name,
        via: via === name ? 'READ_ONLY ADMIN' : `role ${via.slice(0, -1)}`,
        administrator: (access & superBit) !== 0n && (access & grantBit) !== 0n,
        writes: (access & writeBits) !== 0n || writers === null || all.some(one => mayWrite.has(one)),
        locked,
      },
    ];
  });
}
