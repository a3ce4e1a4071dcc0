/** What servers answer, per flavor: rows as MariaDB 10.11.19 and MySQL 9.7.4 give them. */
import test from 'ava';
import { FailedError } from '../../src/errors.js';
import type { FlavorName, ReplicationFacts } from '../../src/flavor/flavor.js';
import { noReplication } from '../../src/flavor/threads.js';
import type { Row } from '../../src/server/connection.js';
import { flavorNames, flavors } from '../helpers/flavors.js';

type Rows = Readonly<Record<FlavorName, Row>>;

const uuid = '3e11fa47-71ca-11e1-9e33-c80aa9429562';

const passive: Rows = {
  mariadb: {
    serverId: 2,
    readOnly: 1,
    binlogState: '0-1-90',
    slavePos: '0-1-100',
    conversions: 'ALL_NON_LOSSY',
    bootedAt: '1767225600.000000',
  },
  mysql: {
    serverId: 2,
    uuid,
    readOnly: 1,
    superReadOnly: 1,
    executed: `${uuid}:1-100`,
    conversions: 'ALL_NON_LOSSY',
    bootedAt: 1_767_225_600,
  },
};

test('every word of read_only since MariaDB 12.1 but OFF closes the server', t => {
  const isClosed = (readOnly: string) =>
    flavors.mariadb.readServer({ ...passive.mariadb, readOnly }).readOnly;
  t.false(isClosed('OFF'));
  for (const word of ['ON', 'NO_LOCK', 'NO_LOCK_NO_ADMIN']) t.true(isClosed(word), word);
});

for (const name of flavorNames) {
  const read = (row: Row) => flavors[name].readServer(row);

  test(`a server's own words are read [${name}]`, t => {
    const { executed, ...facts } = read(passive[name]);
    const mysql = name === 'mysql';
    t.deepEqual(facts, {
      identity: { serverId: 2, uuid: mysql ? uuid : null, bootedAt: 1_767_225_600 },
      readOnly: true,
      superReadOnly: mysql,
      conversions: 'ALL_NON_LOSSY',
    });
    t.is(executed.size, 100n);
  });

  test(`a server is closed only when it says so [${name}]`, t => {
    t.false(read({ ...passive[name], readOnly: 0 }).readOnly);
    t.true(read({ ...passive[name], readOnly: '1' }).readOnly);
  });

  test(`an empty answer is no state [${name}]`, t => {
    t.throws(() => read({}), { instanceOf: FailedError });
  });
}

type Threads = {
  readonly io: string;
  readonly sql: string;
  readonly ioErrno?: number;
  readonly sqlErrno?: number;
  readonly delay?: number;
};

/** One row of the replication status, as far as it is read. */
const statusOf: Readonly<Record<FlavorName, (threads: Threads) => Row>> = {
  mariadb: ({ io, sql, ...more }) => ({
    Slave_IO_Running: io,
    Slave_SQL_Running: sql,
    Using_Gtid: 'Slave_Pos',
    ...errorsOf(more),
  }),
  mysql: ({ io, sql, ...more }) => ({
    Replica_IO_Running: io,
    Replica_SQL_Running: sql,
    Auto_Position: 1,
    ...errorsOf(more),
  }),
};

function errorsOf({ ioErrno = 0, sqlErrno = 0, delay = 0 }: Omit<Threads, 'io' | 'sql'>): Row {
  return {
    Last_IO_Errno: ioErrno,
    Last_IO_Error: ioErrno === 0 ? '' : 'the receiver says why',
    Last_SQL_Errno: sqlErrno,
    Last_SQL_Error: sqlErrno === 0 ? '' : 'the applier says why',
    SQL_Delay: delay,
  };
}

const reads = test.macro(
  (t, threads: Threads, expected: Readonly<Record<FlavorName, Partial<ReplicationFacts>>>) => {
    for (const name of flavorNames) {
      const facts = flavors[name].readReplication([statusOf[name](threads)]);
      t.deepEqual(
        facts,
        {
          configured: true,
          receiver: 'running',
          applier: 'running',
          error: null,
          delaySeconds: 0,
          usesGtid: true,
          ...expected[name],
        },
        name,
      );
    }
  },
);
const both = (expected: Partial<ReplicationFacts>) => ({ mariadb: expected, mysql: expected });

test('both threads run', reads, { io: 'Yes', sql: 'Yes' }, both({}));
test(
  'a stopped applier may start by itself on MariaDB, and not where skip_replica_start is demanded',
  reads,
  { io: 'Yes', sql: 'No' },
  { mariadb: { applier: 'stopped' }, mysql: { applier: 'held' } },
);
test(
  'an applier that stopped for an error is broken, not held',
  reads,
  { io: 'Yes', sql: 'No', sqlErrno: 1032 },
  both({ applier: 'broken', error: 'the applier says why' }),
);
test('a receiver may be stopped', reads, { io: 'No', sql: 'Yes' }, both({ receiver: 'stopped' }));
test(
  'a receiver that stopped for an error is broken',
  reads,
  { io: 'No', sql: 'Yes', ioErrno: 1236 },
  both({ receiver: 'broken', error: 'the receiver says why' }),
);
test(
  'a receiver that tries again is connecting, whatever the last error was',
  reads,
  { io: 'Connecting', sql: 'Yes', ioErrno: 2003 },
  both({ receiver: 'connecting', error: 'the receiver says why' }),
);
test(
  'a receiver that begins is connecting',
  reads,
  { io: 'Preparing', sql: 'Yes' },
  both({ receiver: 'connecting' }),
);
test(
  'errors of both threads are told',
  reads,
  { io: 'No', sql: 'No', ioErrno: 1236, sqlErrno: 1062 },
  both({ receiver: 'broken', applier: 'broken', error: 'the receiver says why; the applier says why' }),
);
test(
  'the delay of a hold is no delay, and its applier applies nothing even while it runs',
  reads,
  { io: 'Yes', sql: 'Yes', delay: 2_000_000_000 },
  { mariadb: { applier: 'held' }, mysql: { delaySeconds: 2_000_000_000 } },
);
test(
  "somebody's own delay is told",
  reads,
  { io: 'Yes', sql: 'Yes', delay: 3600 },
  both({ delaySeconds: 3600 }),
);

test('positions in files are not GTIDs', t => {
  const row = { io: 'Yes', sql: 'Yes' };
  const without: Rows = {
    mariadb: { ...statusOf.mariadb(row), Using_Gtid: 'No' },
    mysql: { ...statusOf.mysql(row), Auto_Position: 0 },
  };
  for (const name of flavorNames) t.false(flavors[name].readReplication([without[name]]).usesGtid, name);
});

test('a server that follows nobody has no replication', t => {
  for (const name of flavorNames) t.deepEqual(flavors[name].readReplication([]), noReplication, name);
});

const progress = test.macro(
  (t, rows: Readonly<Record<FlavorName, readonly Row[]>>, expected: number | null) => {
    for (const name of flavorNames) t.is(flavors[name].readDdlProgress(rows[name]), expected, name);
  },
);

test('a DDL that is over has no progress', progress, { mariadb: [], mysql: [] }, null);
test(
  'a DDL that has just begun has none yet',
  progress,
  {
    mariadb: [{ stage: 0, stages: 0, progress: '0.000', online: '0' }],
    mysql: [{ done: 0, estimated: 0 }],
  },
  null,
);
test(
  'the server may not know how much work there is',
  progress,
  {
    mariadb: [{ stage: 0, stages: 0, progress: '0.000', online: null }],
    mysql: [{ done: null, estimated: null }],
  },
  null,
);
test(
  'a copy tells how far it is',
  progress,
  {
    // The first of two stages: the copy of the rows.
    mariadb: [{ stage: 1, stages: 2, progress: '50.000', online: '0' }],
    mysql: [{ done: '250000', estimated: '1000000' }],
  },
  0.25,
);
test(
  'the stage that tells nothing keeps the share that was reached; an estimate may prove too small',
  progress,
  {
    mariadb: [{ stage: 3, stages: 2, progress: '0.000', online: '0' }],
    mysql: [{ done: 1100, estimated: 1000 }],
  },
  1,
);
test('the bulk load of indexes begins at half', t => {
  t.is(flavors.mariadb.readDdlProgress([{ stage: 2, stages: 2, progress: '0.000', online: '0' }]), 0.5);
});
test('an online DDL tells its progress in a counter of the whole server', t => {
  const online = (value: string | null) =>
    flavors.mariadb.readDdlProgress([{ stage: 0, stages: 0, progress: '0.000', online: value }]);
  t.is(online('4877'), 0.4877);
  // What the last one left behind.
  t.is(online('10000'), null);
});

test('an applier with workers says what the worker said, not that there was one', t => {
  const row = statusOf.mysql({ io: 'Yes', sql: 'No', sqlErrno: 1062 });
  const worker = { number: 1062, message: "Duplicate entry '7' for key 't.PRIMARY'" };
  const { applier, error } = flavors.mysql.readReplication([row], [worker]);
  t.deepEqual([applier, error], ['broken', "1062 Duplicate entry '7' for key 't.PRIMARY'"]);
});
