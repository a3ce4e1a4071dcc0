/** The checks on facts made by hand: what a pair of MariaDB servers on one machine cannot be brought into. */
import test from 'ava';
import { PreflightError } from '../../src/errors.js';
import { parseMariadbGtidSet } from '../../src/gtid/mariadb-gtid-set.js';
import { assertPreflight, type PreflightInput, runPreflight } from '../../src/preflight/run-preflight.js';
import { type healthyServer, healthySettings, linkTo, pairWith } from '../helpers/preflight-facts.js';

const idsOf = (pair: PreflightInput) => runPreflight(pair).map(({ id, severity }) => `${severity} ${id}`);

const finds = test.macro<[PreflightInput, ...string[]]>((t, pair, ...expected) => {
  t.deepEqual(idsOf(pair), expected);
});

const settings = (changed: Partial<typeof healthySettings>) => ({
  settings: { ...healthySettings, ...changed },
});
const mysqlGtid = { kind: 'mysql', mode: 'ON', consistency: 'ON' } as const;

test('a healthy pair has nothing to tell', finds, pairWith());

test(
  'servers of different series are refused',
  finds,
  pairWith({ b: { series: 'mariadb 11.8' } }),
  'refuse versions',
);

test(
  'two MySQL servers with one uuid are one server, or copies of one',
  finds,
  pairWith({ a: { uuid: 'u' }, b: { uuid: 'u' } }),
  'refuse same-server',
);

test(
  'a server id of 0 is refused',
  finds,
  pairWith({ b: { serverId: 0 }, a: { links: [linkTo(0)] } }),
  'refuse server-ids',
);

test(
  'a server that comes back writable after a crash is refused, and one of which that is not known',
  finds,
  pairWith({
    a: { readOnly: { on: false, origin: 'set', afterBoot: 'unknown' } },
    b: { readOnly: { on: true, origin: 'set', afterBoot: 'open' } },
  }),
  'refuse read-only-option',
  'refuse read-only-option',
);

test('an open run is not judged by how its servers boot: one may have rebooted in it', finds, {
  ...pairWith({ a: { readOnly: { on: false, origin: 'set', afterBoot: 'unknown' } } }),
  resumes: true,
});

test('a cluster is refused', finds, pairWith({ a: settings({ clustering: 'galera' }) }), 'refuse clustering');

test(
  'MySQL without GTIDs is refused',
  finds,
  pairWith({
    a: settings({ gtid: { ...mysqlGtid, mode: 'ON_PERMISSIVE' } }),
    b: settings({ gtid: mysqlGtid }),
  }),
  'refuse gtid',
);

test(
  'MySQL that starts replication by itself is refused before a migration',
  finds,
  pairWith({ b: settings({ skipReplicaStart: false }) }),
  'refuse auto-start',
);

test(
  'MySQL that starts replication by itself may flip',
  finds,
  pairWith({ b: settings({ skipReplicaStart: false }) }, { goal: 'flip' }),
);

test(
  'MySQL that does not show who is at work is refused',
  finds,
  pairWith({ a: settings({ performanceSchema: false }) }),
  'refuse performance-schema',
);

test(
  'MySQL that does not show transactions is refused',
  finds,
  pairWith({ b: { showsTransactions: false } }),
  'refuse performance-schema',
);

test('a server without binlog is refused', finds, pairWith({ a: noBinlog() }), 'refuse binlog');

test(
  'an applier that skips errors is refused',
  finds,
  pairWith({ b: settings({ skippedErrors: '1062' }) }),
  'refuse replication-source',
);

test(
  'binlogs that are deleted by size are told',
  finds,
  pairWith({ a: settings({ binlog: { ...healthySettings.binlog, maxTotalBytes: 2 ** 30 } }) }),
  'warn retention',
);

test(
  'a passive that lags longer than a run would wait is refused',
  finds,
  pairWith({ b: { links: [{ ...linkTo(1), secondsBehind: 3600 }] } }),
  'refuse lag',
);

test(
  'an applier that an unfinished run holds is refused in a new run',
  finds,
  pairWith({ b: { links: [{ ...linkTo(1), applier: 'held', secondsBehind: null }] } }),
  'refuse replication-running',
);

test(
  'a passive that is behind has no errant transactions',
  finds,
  pairWith({ a: { executed: executed('0-1-9') }, b: { executed: executed('0-1-5') } }),
);

test(
  'a passive that was read before the active is not errant for what came in between',
  finds,
  pairWith({
    a: { executed: { first: set('0-1-5'), last: set('0-1-9') } },
    b: { executed: { first: set('0-1-7'), last: set('0-1-12') } },
  }),
);

test('readers of the binlog with the account of the other side cannot be told apart', t => {
  const readers = [1, 2].map(thread => ({ thread, user: 'repl', host: `10.0.0.${thread}:1` }));
  const [finding] = runPreflight(pairWith({ a: { readers } }));
  t.is(finding?.id, 'binlog-readers');
  t.regex(finding?.message ?? '', /thread 1 .* thread 2 .*\(some of them are ours\)/);
});

test('our own account, locked accounts and those that may not write are not intruders', t => {
  const privileges = ['READ_ONLY ADMIN'];
  const account = {
    kind: 'passes',
    privileges,
    role: null,
    administrator: false,
    writes: true,
    locked: false,
  } as const;
  const bypassAccounts = [
    { ...account, name: 'dbshift@10.0.0.9' },
    { ...account, name: 'gone@%', locked: true },
    { ...account, name: 'monitor@%', writes: false },
  ];
  t.deepEqual(idsOf(pairWith({ a: { bypassAccounts } })), []);
});

test('a missing grant is written so that it names one schema, not a pattern', t => {
  const place = { kind: 'schema', schema: 'my_app' } as const;
  const required = [{ name: 'DROP', place, why: 'works', feature: 'runs' }] as const;
  const [finding] = runPreflight(pairWith({ b: { required } }));
  t.is(finding?.hint, "GRANT DROP ON `my\\_app`.* TO 'dbshift'@'10.0.0.9'");
});

test('where nobody is given the right to close a server, the advice says what that means', t => {
  const place = { kind: 'server' } as const;
  const required = [{ name: 'READ_ONLY ADMIN', place, why: 'closes servers', feature: 'runs' }] as const;
  const [finding] = runPreflight(pairWith({ a: { required } }));
  t.is(
    finding?.hint,
    "GRANT READ_ONLY ADMIN ON *.* TO 'dbshift'@'10.0.0.9'; a managed server that gives this to nobody cannot be closed for writes, so it cannot be flipped",
  );
});

test('refusals are told before warnings, and only they keep a run from starting', t => {
  const readOnly = { on: true, origin: 'set', afterBoot: 'unknown' } as const;
  const pair = {
    ...pairWith({ b: { preparedXa: ["'x'"], readOnly } }),
    accepted: ['read-only-option'],
  } satisfies PreflightInput;
  t.deepEqual(idsOf(pair), ['refuse prepared-xa', 'warn read-only-option']);
  const error = t.throws(() => assertPreflight(runPreflight(pair)), { instanceOf: PreflightError });
  t.deepEqual(
    error?.findings.map(({ id }) => id),
    ['prepared-xa'],
  );
});

test('facts that we may not read give no finding of their own', t => {
  const unread = { links: null, transactions: null, preparedXa: null, bypassAccounts: null } as const;
  t.deepEqual(idsOf(pairWith({ a: unread, b: unread })), []);
});

function noBinlog() {
  return settings({ binlog: { ...healthySettings.binlog, on: false, format: 'STATEMENT' } });
}

function set(gtid: string) {
  return parseMariadbGtidSet({ binlogState: gtid, slavePos: gtid });
}

function executed(gtid: string): ReturnType<typeof healthyServer>['executed'] {
  return { first: set(gtid), last: set(gtid) };
}
