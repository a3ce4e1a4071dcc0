/** The text of each action, per flavor: what a plan prints, and what is sent. */
import test from 'ava';
import type { Action } from '../../src/engine/action.js';
import { statements } from '../../src/engine/statements.js';
import type { FlavorName } from '../../src/flavor/flavor.js';
import type { ScheduledEvent } from '../../src/pair/scheduled-event.js';
import { flavorNames, flavors } from '../helpers/flavors.js';

type Lines = Readonly<Record<FlavorName, readonly string[]>>;

const limits = { fenceLockWaitMs: 1500 };

const sends = test.macro((t, action: Action, expected: Lines) => {
  for (const name of flavorNames) {
    const lines = statements(action, flavors[name], limits).map(({ side, sql }) => `${side}: ${sql}`);
    t.deepEqual(lines, expected[name], name);
  }
});

test(
  'an applier is held',
  sends,
  { do: 'hold-applier', side: 'b' },
  {
    mariadb: ['b: STOP SLAVE', 'b: CHANGE MASTER TO MASTER_DELAY = 2000000000', 'b: START SLAVE IO_THREAD'],
    mysql: ['b: STOP REPLICA SQL_THREAD', 'b: CHANGE REPLICATION SOURCE TO SOURCE_DELAY = 0'],
  },
);
test(
  'replication starts behind the repair of the flavor',
  sends,
  { do: 'start-replication', side: 'a' },
  {
    mariadb: [
      'a: STOP SLAVE',
      'a: CHANGE MASTER TO MASTER_DELAY = 0',
      'a: SET GLOBAL gtid_slave_pos = @@global.gtid_current_pos',
      'a: START SLAVE',
    ],
    mysql: ['a: START REPLICA'],
  },
);
test(
  'conversions are set while the applier is stopped, all in one setting',
  sends,
  { do: 'set-conversions', side: 'b', conversions: ['ALL_NON_LOSSY', 'ALL_UNSIGNED'] },
  {
    mariadb: [
      'b: STOP SLAVE SQL_THREAD',
      "b: SET GLOBAL slave_type_conversions = 'ALL_NON_LOSSY,ALL_UNSIGNED'",
    ],
    mysql: [
      'b: STOP REPLICA SQL_THREAD',
      "b: SET GLOBAL replica_type_conversions = 'ALL_NON_LOSSY,ALL_UNSIGNED'",
    ],
  },
);
test(
  'no conversions are the default',
  sends,
  { do: 'set-conversions', side: 'b', conversions: [] },
  {
    mariadb: ['b: STOP SLAVE SQL_THREAD', "b: SET GLOBAL slave_type_conversions = ''"],
    mysql: ['b: STOP REPLICA SQL_THREAD', "b: SET GLOBAL replica_type_conversions = ''"],
  },
);
test(
  'a fence waits whole seconds, rather one more than one less',
  sends,
  { do: 'fence', side: 'a', events: [] },
  {
    mariadb: [
      'a: STOP SLAVE SQL_THREAD',
      'a: SET SESSION lock_wait_timeout = 2',
      'a: FLUSH TABLES WITH READ LOCK',
      'a: SET GLOBAL read_only = 1',
    ],
    mysql: ['a: SET SESSION lock_wait_timeout = 2', 'a: SET GLOBAL super_read_only = 1'],
  },
);
const sweep: ScheduledEvent = {
  schema: 'app',
  name: 'sweep`s',
  definer: 'sweeper@localhost',
  definition: 'd',
  charset: 'latin1',
  collation: 'latin1_german1_ci',
  status: 'enabled',
  originator: 1,
  ended: false,
};
const count: ScheduledEvent = { ...sweep, name: 'count', definer: 'a@b@%' };
const last: ScheduledEvent = {
  ...count,
  name: 'last',
  charset: 'utf8mb4',
  collation: 'utf8mb4_bin',
  ended: true,
};
const latin1 = 'SET SESSION character_set_client = latin1, collation_connection = latin1_german1_ci';
const utf8mb4 = 'SET SESSION character_set_client = utf8mb4, collation_connection = utf8mb4_bin';

test(
  'events are put to sleep before the fence, each with its own definer, character set and collation',
  sends,
  { do: 'fence', side: 'a', events: [sweep, count] },
  {
    mariadb: [
      `a: ${latin1}`,
      'a: ALTER DEFINER = `sweeper`@`localhost` EVENT `app`.`sweep``s` DISABLE ON SLAVE',
      'a: ALTER DEFINER = `a@b`@`%` EVENT `app`.`count` DISABLE ON SLAVE',
      'a: SET NAMES utf8mb4',
      'a: STOP SLAVE SQL_THREAD',
      'a: SET SESSION lock_wait_timeout = 2',
      'a: FLUSH TABLES WITH READ LOCK',
      'a: SET GLOBAL read_only = 1',
    ],
    mysql: [
      `a: ${latin1}`,
      'a: ALTER DEFINER = `sweeper`@`localhost` EVENT `app`.`sweep``s` DISABLE ON REPLICA',
      'a: ALTER DEFINER = `a@b`@`%` EVENT `app`.`count` DISABLE ON REPLICA',
      'a: SET NAMES utf8mb4',
      'a: SET SESSION lock_wait_timeout = 2',
      'a: SET GLOBAL super_read_only = 1',
    ],
  },
);
const enabled = [
  'b: SET SESSION sql_log_bin = 1',
  `b: ${latin1}`,
  'b: ALTER DEFINER = `a@b`@`%` EVENT `app`.`count` ENABLE',
  `b: ${utf8mb4}`,
  'b: ALTER DEFINER = `a@b`@`%` EVENT `app`.`last` DISABLE',
  'b: SET NAMES utf8mb4',
  'b: SET SESSION sql_log_bin = 0',
];
test(
  'events are enabled with the binlog on, but for those whose last time is over',
  sends,
  { do: 'turn-events', side: 'b', turn: 'on', events: [count, last] },
  { mariadb: enabled, mysql: enabled },
);
test(
  'after a promotion the old active gives back its lock and stays read-only',
  sends,
  { do: 'open-writes', side: 'b', why: 'promote' },
  {
    mariadb: ['b: SET GLOBAL read_only = 0', 'b: UNLOCK TABLES', 'a: UNLOCK TABLES'],
    mysql: ['b: SET GLOBAL super_read_only = 0', 'b: SET GLOBAL read_only = 0'],
  },
);
test(
  'an unfence touches the active alone',
  sends,
  { do: 'open-writes', side: 'a', why: 'unfence' },
  {
    mariadb: ['a: SET GLOBAL read_only = 0', 'a: UNLOCK TABLES'],
    mysql: ['a: SET GLOBAL super_read_only = 0', 'a: SET GLOBAL read_only = 0'],
  },
);
for (const kind of ['close-writes', 'unlock-privileged'] as const) {
  test(
    `${kind} leaves privileged accounts in`,
    sends,
    { do: kind, side: 'b' },
    {
      mariadb: ['b: SET GLOBAL read_only = 1'],
      mysql: ['b: SET GLOBAL read_only = 1', 'b: SET GLOBAL super_read_only = 0'],
    },
  );
}

const setting = { runId: 'r', side: 'b', name: 'knex-lock', old: '0' } as const;

const silent: readonly Action[] = [
  { do: 'restore-setting', setting },
  { do: 'run-batch', side: 'b', index: 0, how: 'leg' },
  { do: 'wait-applied', side: 'b', why: 'drain' },
  { do: 'verify', active: 'a' },
  { do: 'move-pointer', to: 'b' },
  { do: 'end-sessions', side: 'a' },
];
for (const action of silent) {
  test(`${action.do} has no text of its own`, sends, action, { mariadb: [], mysql: [] });
}

test('a promotion opens one side only', t => {
  for (const name of flavorNames) {
    const lines = statements({ do: 'open-writes', side: 'b', why: 'promote' }, flavors[name], limits);
    t.true(lines.every(({ side, sql }) => side === 'b' || !/read_only/.test(sql)));
  }
});
