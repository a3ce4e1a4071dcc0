/** Settings of a server that change what a run may do on it, and what a boot makes of them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PreflightError } from '../../../src/errors.js';
import { flip } from '../../../src/run/flip.js';
import { migrate } from '../../../src/run/migrate.js';
import { type FreshPair, freshPairs } from '../../helpers/fresh-pair.js';
import { eventsOf } from '../../helpers/oracle/events-of.js';
import { inspectEnd, type WantedEnd, waitSettled } from '../../helpers/oracle/inspect-end.js';
import { eventsWith, flipping, migrating, stepsOf } from '../../helpers/run-with.js';
import { flavorTest, mysqlTest } from '../../helpers/server-test.js';

const bootsWritable = freshPairs({ serverOptions: { 'read-only': 'OFF' } });
const bootsLocked = freshPairs({ serverOptions: { 'super-read-only': 'ON' } });
const strict = freshPairs({
  serverOptions: {
    'sql-require-primary-key': 'ON',
    'sql-generate-invisible-primary-key': 'ON',
    'binlog-transaction-compression': 'ON',
    'partial-revokes': 'ON',
  },
});

flavorTest(
  'read_only lost on restart: a passive that boots writable is closed before anything else',
  async (t, image) => {
    const pair = await bootsWritable(t, image);
    await prepare(pair);
    const { sandbox, config } = pair;
    // Preflight refuses such servers unless they are accepted by name.
    const { signal } = new AbortController();
    const running = () =>
      migrate(config, { yes: true, awaitApproval: false, accept: ['read-only-option'], signal });
    await eventsWith(running(), {
      at: 'step-done',
      step: 'resync',
      act: async () => {
        await sandbox.crash('b');
        await sandbox.restart('b');
      },
    }).catch(() => []);
    const events = await eventsWith(running());
    t.is(stepsOf(events)[0], 'split');
    t.is(events.at(-1)?.type, 'goal', JSON.stringify(events.at(-1)));
    t.deepEqual(await wrongAtEnd(pair, { active: 'b' }), []);
  },
);

mysqlTest(
  'DDL on a super_read_only passive: it is opened for the run, and at the end the passive is locked again',
  async (t, image) => {
    const pair = await bootsLocked(t, image);
    await prepare(pair);
    const { config, b } = pair;
    await b.send('SET GLOBAL super_read_only = 1');
    const events = await eventsWith(migrating(config));
    t.is(events.at(-1)?.type, 'goal');
    t.is(stepsOf(events)[0], 'open-passive');
    t.deepEqual(await wrongAtEnd(pair, { active: 'b', locked: true }), []);
    const { signal } = new AbortController();
    const back = await eventsOf(flip(config, { to: 'a', yes: true, awaitApproval: false, signal }));
    t.is(back.at(-1)?.type, 'goal');
    t.deepEqual(await wrongAtEnd(pair, { active: 'a', locked: true }), []);
  },
);

mysqlTest(
  'super_read_only after a reboot: a run whose servers both come back locked opens the active and goes on',
  async (t, image) => {
    const pair = await bootsLocked(t, image);
    await prepare(pair);
    const { sandbox, config, b } = pair;
    await b.send('SET GLOBAL super_read_only = 1');
    await eventsWith(migrating(config), {
      at: 'step-done',
      step: 'migrate',
      act: async () => {
        for (const side of ['a', 'b'] as const) await sandbox.crash(side);
        for (const side of ['a', 'b'] as const) await sandbox.restart(side);
      },
    }).catch(() => []);
    const events = await eventsWith(migrating(config));
    t.deepEqual(stepsOf(events).slice(0, 2), ['unfence', 'open-passive']);
    t.is(events.at(-1)?.type, 'goal');
    t.deepEqual(await wrongAtEnd(pair, { active: 'b', locked: true }), []);
  },
);

mysqlTest(
  'super_read_only after a reboot: no new run is begun on a pair that accepts no writes',
  async (t, image) => {
    const { config, a } = await bootsLocked(t, image);
    await a.send('SET GLOBAL super_read_only = 1');
    const error = await t.throwsAsync(eventsWith(flipping(config)), { instanceOf: PreflightError });
    t.true(error?.findings.some(({ message }) => message.startsWith('no server accepts writes')));
  },
);

mysqlTest(
  'primary keys required and made, compressed binlogs, partial revokes: a run is like any other',
  async (t, image) => {
    const pair = await strict(t, image);
    const { config, a } = pair;
    await a.send('CREATE TABLE app.keyless (n INT)');
    await a.send('INSERT INTO app.keyless VALUES (1), (2), (3)');
    await writeFile(join(config.migrations, '1.sql'), 'ALTER TABLE keyless MODIFY n BIGINT;\n');
    await writeFile(join(config.migrations, '2.sql'), 'CREATE TABLE another (n INT);\n');
    const events = await eventsWith(migrating(config));
    t.is(events.at(-1)?.type, 'goal');
    t.true(stepsOf(events).includes('fence'));
    t.deepEqual(await wrongAtEnd(pair, { active: 'b' }), []);
  },
);

async function prepare({ config, a }: FreshPair): Promise<void> {
  await a.send('CREATE TABLE app.t (id INT NOT NULL PRIMARY KEY)');
  await a.send('INSERT INTO app.t VALUES (1), (2), (3)');
  await writeFile(join(config.migrations, '1.sql'), 'ALTER TABLE t MODIFY id BIGINT NOT NULL;\n');
}

/** By new sessions: a test may have killed both servers. */
async function wrongAtEnd(
  { sandbox }: FreshPair,
  wanted: Omit<WantedEnd, 'database'>,
): Promise<readonly string[]> {
  const roots = { a: await sandbox.root('a'), b: await sandbox.root('b') };
  try {
    await waitSettled(roots);
    return await inspectEnd(roots, { database: sandbox.database, ...wanted });
  } finally {
    await Promise.all([roots.a.close(), roots.b.close()]);
  }
}
