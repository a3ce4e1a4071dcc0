/** The text of each action, per flavor: what a plan prints, and what is sent. */
import test from 'ava';
import type { Action } from '../../src/engine/action.js';
import { statements } from '../../src/engine/statements.js';
import type { FlavorName } from '../../src/flavor/flavor.js';
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
    mysql: ['b: STOP REPLICA SQL_THREAD'],
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
  { do: 'fence', side: 'a' },
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
