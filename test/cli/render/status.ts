import test from 'ava';
import pc from 'picocolors';
import { describeStatus } from '../../../src/cli/render/status.js';
import type { Status } from '../../../src/run/status.js';
import { isGolden } from '../../helpers/golden.js';

const plain = pc.createColors(false);

const side = {
  reachable: true,
  flavor: 'mariadb 10.11',
  receiver: 'running',
  applier: 'running',
  replicationError: null,
  executed: '0-1-48211',
  errant: '',
  migrations: 12,
  fingerprint: '3f9ac41be0d2',
} as const;

const healthy: Status = {
  a: { ...side, side: 'a', server: '10.0.0.11:3306', role: 'active', writable: true },
  b: { ...side, side: 'b', server: '10.0.0.12:3306', role: 'passive', writable: false },
  replicas: [],
  lagMs: 0,
  pointers: [{ name: 'file /etc/app/active.json', value: 'a', agrees: true }],
  differences: [],
  deploy: null,
  run: null,
};

const run = {
  runId: '20260301-120000-7f3a',
  goal: 'migrate',
  command: 'migrate',
  rollback: null,
  startedAt: '2026-03-01T12:00:00Z',
  batches: 2,
  batch: 1,
  runner: 'connection 42 from 10.0.0.5',
  next: 'wait until b has caught up',
} as const;

const screens: Readonly<Record<string, Status>> = {
  'a pair at rest': healthy,
  'scheduled events, one of them disabled': {
    ...healthy,
    a: {
      ...healthy.a,
      events: { enabled: ['app.sweep'], asleep: [], disabled: ['app.report'] },
    } as Status['a'],
    b: {
      ...healthy.b,
      events: { enabled: [], asleep: ['app.report', 'app.sweep'], disabled: [] },
    } as Status['b'],
  },
  'replicas below both sides': {
    ...healthy,
    replicas: [
      {
        replica: 'a/10.0.0.21:3306',
        reachable: true,
        writable: false,
        receiver: 'running',
        applier: 'running',
        replicationError: null,
        near: true,
        errant: '',
        sameStructure: true,
      },
      { replica: 'b/10.0.0.22:3306', reachable: false, error: 'cannot connect' },
      {
        replica: 'b/10.0.0.23:3306',
        reachable: true,
        writable: true,
        receiver: 'running',
        applier: 'held',
        replicationError: null,
        near: false,
        errant: '0-7-1',
        sameStructure: false,
      },
    ],
  },
  'a run between the legs': {
    ...healthy,
    a: { ...healthy.a, applier: 'held' } as Status['a'],
    b: { ...healthy.b, migrations: 14, fingerprint: '81fe20aa97c3' } as Status['b'],
    lagMs: 184_000,
    differences: [
      {
        object: 'table orders',
        change: 'changed',
        patch:
          '@@ -1,2 +1,2 @@\n CREATE TABLE `orders` (\n-  `id` int(11) NOT NULL\n+  `id` bigint(20) NOT NULL\n',
      },
    ],
    run,
  },
  'a server that cannot be reached, and nobody at work': {
    ...healthy,
    b: {
      side: 'b',
      server: '10.0.0.12:3306',
      reachable: false,
      error: 'server b (10.0.0.12:3306): connection lost: connect ECONNREFUSED 10.0.0.12:3306',
    },
    lagMs: 'unknown',
    pointers: [
      { name: 'file /etc/app/active.json', value: 'a', agrees: true },
      { name: 'exec ./pointer.sh', value: 'b', agrees: false },
    ],
    differences: null,
    run: { ...run, goal: 'flip', command: 'flip', runner: null, next: 'nothing: a server cannot be reached' },
  },
  'a broken applier and errant transactions': {
    ...healthy,
    b: {
      ...healthy.b,
      applier: 'broken',
      replicationError: "1062 Duplicate entry '7' for key 'PRIMARY'",
      errant: '0-2-48212,0-2-48213',
      executed: Array.from({ length: 9 }, (_, index) => `${index}-1-100000`).join(','),
    } as Status['b'],
  },
};

test('status fits on one screen, for every state of a pair', async t => {
  const texts = Object.entries(screens).map(
    ([title, status]) => `# ${title}\n\n${describeStatus(status, plain).join('\n')}\n`,
  );
  for (const text of texts) {
    const lines = text.split('\n');
    t.true(lines.length <= 24);
    t.true(Math.max(...lines.map(line => line.length)) <= 120);
  }
  await isGolden(t, 'cli/status.txt', texts.join('\n'));
});

test('colours change nothing but the colour', t => {
  for (const status of Object.values(screens)) {
    const colored = describeStatus(status, pc.createColors(true)).join('\n');
    t.true(colored.includes('\u001B['));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are what is looked for
    t.is(colored.replace(/\u001B\[\d+m/gu, ''), describeStatus(status, plain).join('\n'));
  }
});
