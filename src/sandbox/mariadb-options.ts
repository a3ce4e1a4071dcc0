/**
 * The option file of a MariaDB sandbox server: a co-master as `dbshift` wants it, in as little memory as it takes
 * (about 55 MB resident, MariaDB 10.11). Durability is never traded for speed: tests kill these servers.
 */
import type { OptionValues } from './option-file.js';
import { placeOptions } from './place-options.js';
import type { ServerSettings } from './server-image.js';

export function mariadbOptions(settings: ServerSettings): OptionValues {
  return {
    ...placeOptions(settings),
    'character-set-server': 'utf8mb4',
    ...replication(settings),
    ...durability,
    ...memory(settings),
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
    'binlog-format': 'ROW',
    'binlog-row-image': 'FULL',
    'log-slave-updates': 'ON',
    'gtid-strict-mode': 'ON',
    'gtid-domain-id': 0,
    'skip-slave-start': startReplicationAtBoot ? 'OFF' : 'ON',
    'slave-parallel-threads': 16,
    'slave-parallel-mode': 'optimistic',
    'auto-increment-increment': 2,
    'auto-increment-offset': serverId,
    'event-scheduler': 'OFF',
    // Else only SUPER makes functions and triggers there, and dbshift does without it.
    'log-bin-trust-function-creators': 'ON',
  };
}

const durability: OptionValues = { 'sync-binlog': 1, 'innodb-flush-log-at-trx-commit': 1 };

/** The redo log is half of the buffer pool, so that bulk loads do not wait for checkpoints. */
function memory({ bufferPoolMiB }: ServerSettings): OptionValues {
  return {
    'innodb-buffer-pool-size': `${bufferPoolMiB}M`,
    'innodb-log-file-size': `${Math.max(4, Math.floor(bufferPoolMiB / 2))}M`,
    'innodb-log-buffer-size': '2M',
    'innodb-undo-tablespaces': 0,
    'innodb-temp-data-file-path': 'ibtmp1:4M:autoextend',
    'innodb-autoextend-increment': 4,
    'innodb-buffer-pool-dump-at-shutdown': 'OFF',
    'innodb-buffer-pool-load-at-startup': 'OFF',
    'key-buffer-size': '1M',
    'aria-pagecache-buffer-size': '8M',
    'table-open-cache': 200,
  };
}
