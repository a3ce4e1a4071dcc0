/** Bad settings, each made on a real pair. */
import { preflightLab } from '../../helpers/preflight-lab.js';
import { mariadbTest, mysqlTest } from '../../helpers/server-test.js';

const { names } = preflightLab();

names('statements in the binlog', {
  id: 'binlog',
  message: /binlog_format is MIXED/,
  a: ['STOP REPLICA SQL_THREAD', "SET GLOBAL binlog_format = 'MIXED'"],
});

names('incomplete row images', {
  id: 'binlog',
  where: 'b',
  message: /binlog_row_image is MINIMAL/,
  b: ["SET GLOBAL binlog_row_image = 'MINIMAL'"],
});

names('binlogs that vanish within an hour', {
  id: 'retention',
  message: /deleted after 10 min/,
  a: ['SET GLOBAL binlog_expire_logs_seconds = 600'],
});

names('binlogs that vanish within a day', {
  id: 'retention',
  severity: 'warn',
  where: 'b',
  message: /deleted after 12 h/,
  b: ['SET GLOBAL binlog_expire_logs_seconds = 43200'],
});

names('an active that does not flush its binlog', {
  id: 'durability',
  message: /sync_binlog is 0: a crash of the active/,
  a: ['SET GLOBAL sync_binlog = 0'],
});

names('a passive that does not flush its commits', {
  id: 'durability',
  where: 'b',
  message: /innodb_flush_log_at_trx_commit is 2: a crash of the next active/,
  b: ['SET GLOBAL innodb_flush_log_at_trx_commit = 2'],
});

names(
  'a GTID mode that is not strict',
  { id: 'gtid', message: /gtid_strict_mode is off/, a: ['SET GLOBAL gtid_strict_mode = 0'] },
  mariadbTest,
);

names(
  'two GTID domains',
  {
    id: 'gtid',
    where: 'both',
    message: /gtid_domain_id is 0 on one and 5 on the other/,
    b: ['SET GLOBAL gtid_domain_id = 5'],
  },
  mariadbTest,
);

names(
  'a GTID mode that lets anonymous transactions in',
  { id: 'gtid', message: /gtid_mode is ON_PERMISSIVE/, a: ['SET GLOBAL gtid_mode = ON_PERMISSIVE'] },
  mysqlTest,
);

names(
  'servers without GTIDs',
  {
    id: 'gtid',
    message: /gtid_mode is OFF and enforce_gtid_consistency is WARN/,
    a: [
      'STOP REPLICA',
      'CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION = 0',
      ...['ON_PERMISSIVE', 'OFF_PERMISSIVE', 'OFF'].map(mode => `SET GLOBAL gtid_mode = ${mode}`),
      'SET GLOBAL enforce_gtid_consistency = WARN',
    ],
  },
  mysqlTest,
);

names('servers that understand a statement differently', {
  id: 'ddl-defaults',
  where: 'both',
  message: /innodb_strict_mode is (OFF|0) on one and (ON|1) on the other/,
  a: ['SET GLOBAL innodb_strict_mode = 0'],
});

names(
  'a primary key that one server demands of every table',
  {
    id: 'ddl-defaults',
    where: 'both',
    message: /sql_require_primary_key is OFF on one and ON on the other/,
    b: ['SET GLOBAL sql_require_primary_key = 1'],
  },
  mysqlTest,
);

const semiSync = {
  mariadb: ['SET GLOBAL rpl_semi_sync_master_enabled = 1'],
  mysql: [
    "INSTALL PLUGIN rpl_semi_sync_source SONAME 'semisync_source.so'",
    'SET GLOBAL rpl_semi_sync_source_enabled = 1',
  ],
};

names('semi-synchronous replication in one direction, as a warning', {
  id: 'semi-sync',
  severity: 'warn',
  message: /waits for server b .* when it commits, and that one will not wait for it after a flip/,
  a: semiSync,
});

names('commits that may wait for ever for a receiver', {
  id: 'semi-sync',
  message: /commits wait up to 3600 s for a receiver/,
  hint: /SET GLOBAL rpl_semi_sync_(master|source)_timeout = 10000/,
  a: {
    mariadb: [...semiSync.mariadb, 'SET GLOBAL rpl_semi_sync_master_timeout = 3600000'],
    mysql: [...semiSync.mysql, 'SET GLOBAL rpl_semi_sync_source_timeout = 3600000'],
  },
});

names(
  'transactions that are not watched, so that an XA transaction would not be seen',
  {
    id: 'performance-schema',
    where: 'a',
    message: /does not watch transactions/,
    hint: /events_transactions_current/,
    make: async ({ a }) => {
      const watch = (enabled: string) =>
        a.send(
          `UPDATE performance_schema.setup_consumers SET ENABLED = '${enabled}' WHERE NAME = 'events_transactions_current'`,
        );
      await watch('NO');
      return () => watch('YES');
    },
  },
  mysqlTest,
);

names(
  'group replication',
  {
    id: 'clustering',
    message: /group replication is in use/,
    a: [
      "INSTALL PLUGIN group_replication SONAME 'group_replication.so'",
      "SET GLOBAL group_replication_group_name = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa'",
    ],
  },
  mysqlTest,
);
