/**
 * The option file of a MySQL sandbox server: a co-master as `dbshift` wants it, in as little memory as it takes.
 * Durability is never traded for speed: tests kill these servers.
 */
import type { OptionValues } from './option-file.js';
import { placeOptions } from './place-options.js';
import type { ServerSettings } from './server-image.js';

export function mysqlOptions(settings: ServerSettings): OptionValues {
  return {
    ...placeOptions(settings),
    mysqlx: 'OFF',
    // The folder for which it was built may be missing here, and then it does not start (MY-010095, 9.7).
    'secure-file-priv': '',
    ...replication(settings),
    ...durability,
    ...memory(settings),
    ...unwatched,
  };
}

/**
 * `read-only` on both sides: a server that crashed must not come back writable. Both number their rows as
 * co-masters do, one odd and one even, so that what depends on it shows.
 */
function replication({ serverId, startReplicationAtBoot }: ServerSettings): OptionValues {
  return {
    'server-id': serverId,
    'read-only': 'ON',
    'log-bin': 'bin',
    'relay-log': 'relay',
    'gtid-mode': 'ON',
    'enforce-gtid-consistency': 'ON',
    'skip-replica-start': startReplicationAtBoot ? 'OFF' : 'ON',
    'replica-parallel-workers': 4,
    'auto-increment-increment': 2,
    'auto-increment-offset': serverId,
    'event-scheduler': 'OFF',
    // Else only SUPER makes functions and triggers there, and dbshift does without it.
    'log-bin-trust-function-creators': 'ON',
  };
}

const durability: OptionValues = { 'sync-binlog': 1, 'innodb-flush-log-at-trx-commit': 1 };

/** The redo log is half of the buffer pool, so that bulk loads do not wait for checkpoints; 8 MiB is its least. */
function memory({ bufferPoolMiB }: ServerSettings): OptionValues {
  return {
    'innodb-buffer-pool-size': `${bufferPoolMiB}M`,
    'innodb-redo-log-capacity': `${Math.max(8, Math.floor(bufferPoolMiB / 2))}M`,
    'innodb-log-buffer-size': '1M',
    'innodb-purge-threads': 1,
    'innodb-buffer-pool-dump-at-shutdown': 'OFF',
    'innodb-buffer-pool-load-at-startup': 'OFF',
    'key-buffer-size': '1M',
    'table-open-cache': 200,
    'table-definition-cache': 400,
    'max-connections': 100,
  };
}

/**
 * What performance_schema would count and nobody reads here: with it a start takes a third more of processor time, and some
 * 100 MB more (9.7).
 */
const unwatched: OptionValues = Object.fromEntries(
  [
    ...['error-size', 'digests-size', 'accounts-size', 'hosts-size', 'users-size'],
    ...['statements', 'stages', 'transactions', 'waits'].flatMap(kind => [
      `events-${kind}-history-size`,
      `events-${kind}-history-long-size`,
    ]),
    ...['mutex', 'rwlock', 'cond', 'file', 'socket', 'memory'].map(kind => `max-${kind}-classes`),
    ...['max-sql-text-length', 'max-digest-length'],
  ].map(name => [`performance-schema-${name}`, 0]),
);
