/** What is sent, per flavor: a flavor that is left out of a table does not compile. */
import test from 'ava';
import type { Flavor, FlavorName } from '../../src/flavor/flavor.js';
import { flavorNames, flavors } from '../helpers/flavors.js';

type Texts = Readonly<Record<FlavorName, readonly string[]>>;

const sends = test.macro((t, textsOf: (flavor: Flavor) => readonly string[], expected: Texts) => {
  for (const name of flavorNames) t.deepEqual(textsOf(flavors[name]), expected[name], name);
});

test('a held applier stays held after a reboot, and the receiver goes on', sends, f => f.holdApplier(), {
  mariadb: ['STOP SLAVE', 'CHANGE MASTER TO MASTER_DELAY = 2000000000', 'START SLAVE IO_THREAD'],
  mysql: ['STOP REPLICA SQL_THREAD', 'CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 0'],
});
test(
  'the end of a hold undoes its delay, and skips what a side wrote itself',
  sends,
  f => f.prepareReplication(),
  {
    mariadb: [
      'STOP SLAVE',
      'CHANGE MASTER TO MASTER_DELAY = 0',
      'SET GLOBAL gtid_slave_pos = @@global.gtid_current_pos',
    ],
    mysql: [],
  },
);
test('a start is of both threads', sends, f => f.startReplication(), {
  mariadb: ['START SLAVE'],
  mysql: ['START REPLICA'],
});
test('a stop of the applier leaves the receiver alone', sends, f => f.stopApplier(), {
  mariadb: ['STOP SLAVE SQL_THREAD'],
  mysql: ['STOP REPLICA SQL_THREAD'],
});
test('an applier that was told where to stop is started anew without that', sends, f => f.startApplier(), {
  mariadb: ['STOP SLAVE SQL_THREAD', 'START SLAVE SQL_THREAD'],
  mysql: ['STOP REPLICA SQL_THREAD', 'START REPLICA SQL_THREAD'],
});
test(
  'an applier is told where to stop while its receiver goes on',
  sends,
  ({ points }) => [
    points.readPosition({ file: 'bin.000002', pos: '373', executed: 'u:1-5,\nv:7' }).applyUntil,
  ],
  {
    mariadb: ["START SLAVE SQL_THREAD UNTIL MASTER_LOG_FILE = 'bin.000002', MASTER_LOG_POS = 373"],
    mysql: ["START REPLICA SQL_THREAD UNTIL SQL_AFTER_GTIDS = 'u:1-5,v:7'"],
  },
);
test(
  'only where a snapshot does not tell its position commits are kept out',
  sends,
  f => f.points.lock?.take ?? [],
  {
    mariadb: [],
    mysql: ['SET SESSION lock_wait_timeout = 1, wait_timeout = 3', 'FLUSH TABLES WITH READ LOCK'],
  },
);
test('conversions are set by name', sends, f => f.setConversions('ALL_NON_LOSSY,ALL_UNSIGNED'), {
  mariadb: ["SET GLOBAL slave_type_conversions = 'ALL_NON_LOSSY,ALL_UNSIGNED'"],
  mysql: ["SET GLOBAL replica_type_conversions = 'ALL_NON_LOSSY,ALL_UNSIGNED'"],
});
test('no conversions are the empty text', sends, f => f.setConversions(''), {
  mariadb: ["SET GLOBAL slave_type_conversions = ''"],
  mysql: ["SET GLOBAL replica_type_conversions = ''"],
});
test('a fence bounds its wait before it asks for anything', sends, f => f.fence(2), {
  mariadb: [
    'STOP SLAVE SQL_THREAD',
    'SET SESSION lock_wait_timeout = 2',
    'FLUSH TABLES WITH READ LOCK',
    'SET GLOBAL read_only = 1',
  ],
  mysql: ['SET SESSION lock_wait_timeout = 2', 'SET GLOBAL super_read_only = 1'],
});
test('what a fence holds beyond read_only is given back', sends, f => f.releaseFence(), {
  mariadb: ['UNLOCK TABLES'],
  mysql: [],
});
test('a closed server lets privileged accounts write', sends, f => f.closeWrites(), {
  mariadb: ['SET GLOBAL read_only = 1'],
  mysql: ['SET GLOBAL read_only = 1', 'SET GLOBAL super_read_only = 0'],
});
test('an opened server holds nothing of a fence', sends, f => f.openWrites(), {
  mariadb: ['SET GLOBAL read_only = 0', 'UNLOCK TABLES'],
  mysql: ['SET GLOBAL super_read_only = 0', 'SET GLOBAL read_only = 0'],
});
test('prepared XA transactions are asked for in the same words', sends, f => [f.preparedXaQuery], {
  mariadb: ['XA RECOVER'],
  mysql: ['XA RECOVER'],
});
test('replication is asked for in words that the flavor still has', sends, f => [f.replicationQuery], {
  mariadb: ['SHOW SLAVE STATUS'],
  mysql: ['SHOW REPLICA STATUS'],
});

/** Gone in MySQL 9.7 (1064, 1193), or never there in MariaDB 10.11 (1064, 1193): tested. */
const unknown: Readonly<Record<FlavorName, RegExp>> = {
  mariadb:
    /super_read_only|replica_type_conversions|\bREPLICATION SOURCE\b|BINARY LOG STATUS|performance_schema/i,
  mysql: /\bSLAVE\b|\bMASTER\b|slave_type_conversions|INNODB_SYS_|information_schema\.GLOBAL_STATUS/i,
};

for (const name of flavorNames) {
  test(`no text has words that ${name} does not know`, t => {
    const flavor = flavors[name];
    const texts = [
      ...[flavor.serverQuery, flavor.replicationQuery, flavor.preparedXaQuery],
      ...[flavor.eventsQuery, flavor.eventAsleep],
      ...[flavor.fileSizesQuery, flavor.rowVersionsQuery ?? '', flavor.ddlProgressQuery(7)],
      ...[...flavor.holdApplier(), ...flavor.prepareReplication(), ...flavor.startReplication()],
      ...[...flavor.stopApplier(), ...flavor.setConversions('x'), ...flavor.fence(1)],
      ...[...flavor.releaseFence(), ...flavor.closeWrites(), ...flavor.openWrites()],
    ];
    for (const text of texts) t.notRegex(text, unknown[name]);
  });

  test(`the progress of a DDL is asked for by the connection that runs it [${name}]`, t => {
    t.regex(flavors[name].ddlProgressQuery(4711), /= 4711$/);
  });

  test(`files are found by the beginning of their name, which is a value and no pattern [${name}]`, t => {
    t.regex(flavors[name].fileSizesQuery, /LOCATE\(\?, name\) = 1$/i);
  });
}
