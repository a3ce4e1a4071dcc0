/** Bad settings, each made on a real pair. Statements are MariaDB's. */
import test from 'ava';
import { names } from '../../helpers/preflight.js';

test.serial('statements in the binlog', names, {
  id: 'binlog',
  message: /binlog_format is MIXED/,
  a: ["SET GLOBAL binlog_format = 'MIXED'"],
});

test.serial('incomplete row images', names, {
  id: 'binlog',
  where: 'b',
  message: /binlog_row_image is MINIMAL/,
  b: ["SET GLOBAL binlog_row_image = 'MINIMAL'"],
});

test.serial('a binlog that leaves a database out', names, {
  id: 'binlog',
  message: /leaves databases out: Binlog_Ignore_DB=scrap/,
  options: { serverOptions: { 'binlog-ignore-db': 'scrap' } },
});

test.serial('applied rows that are not logged again', names, {
  id: 'binlog',
  message: /what it applies is not in its own binlog/,
  options: { serverOptions: { 'log-slave-updates': 'OFF' } },
});

test.serial('binlogs that vanish within an hour', names, {
  id: 'retention',
  message: /deleted after 10 min/,
  a: ['SET GLOBAL binlog_expire_logs_seconds = 600'],
});

test.serial('binlogs that vanish within a day', names, {
  id: 'retention',
  severity: 'warn',
  where: 'b',
  message: /deleted after 12 h/,
  b: ['SET GLOBAL binlog_expire_logs_seconds = 43200'],
});

test.serial('an active that does not flush its binlog', names, {
  id: 'durability',
  message: /sync_binlog is 0: a crash of the active/,
  a: ['SET GLOBAL sync_binlog = 0'],
});

test.serial('a passive that does not flush its commits', names, {
  id: 'durability',
  where: 'b',
  message: /innodb_flush_log_at_trx_commit is 2: a crash of the next active/,
  b: ['SET GLOBAL innodb_flush_log_at_trx_commit = 2'],
});

test.serial('semi-synchronous replication', names, {
  id: 'clustering',
  message: /semi-synchronous replication is in use/,
  a: ['SET GLOBAL rpl_semi_sync_master_enabled = 1'],
});

test.serial('a server that comes back writable', names, {
  id: 'read-only-option',
  severity: 'warn',
  message: /comes back writable/,
  where: 'b',
  options: { serverOptions: { 'read-only': 'OFF' } },
});
