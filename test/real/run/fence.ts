/** The fence when something on the active will not end: writes are paused for a bounded time, or not at all. */
import type { ExecutionContext } from 'ava';
import type { Config } from '../../../src/config/config.js';
import type { RunEvent } from '../../../src/engine/event.js';
import { flip } from '../../../src/run/flip.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { Session } from '../../../src/server/connection.js';
import { eventsOf } from '../../helpers/oracle/events-of.js';
import { withWatchedPair } from '../../helpers/oracle/watched-pair.js';
import { flavorTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';
import { until } from '../../helpers/until.js';

const workload = { table: 'orders', rows: 5_000, counters: 64, writers: 4 };

flavorTest(
  'a flip that finds an UPDATE of 30 s on the active names it and does not pause writes',
  async (t, image) => {
    const { sandbox, config, oracle } = await withWatchedPair(t, workload, { image });
    const slow = await slowUpdate(t, sandbox);
    await oracle.writers.acknowledge(200);
    const limits = { ...config.limits, longTransactionMs: 1000 };
    const refused = await flipOnce({ ...config, limits });
    t.like(refused.at(-1), { type: 'blocked', id: 'flip-failed' });
    const reasons = refused.flatMap(event => (event.type === 'action-failed' ? [event.why] : []));
    t.is(reasons.length, config.limits.flipAttempts);
    t.true(reasons.every(why => why.includes(`connection ${slow.threadId} (app@`)));
    await oracle.writers.acknowledge(200);
    t.is(oracle.writers.count().refused, 0, 'writes were never paused');
    await slow.end();
    t.is((await flipOnce(config)).at(-1)?.type, 'goal');
    await oracle.writers.acknowledge(200);
    const { findings, pauses, longestGapMs } = await oracle.judge();
    t.deepEqual(findings, []);
    t.is(pauses.length, 1);
    t.true(longestGapMs < config.limits.writePauseMs);
  },
);

flavorTest(
  'a fence that does not get its lock gives writes back in time, and in the end asks for a person',
  async (t, image) => {
    const { sandbox, config, oracle } = await withWatchedPair(t, workload, { image });
    const holder = await lockedTable(t, sandbox);
    await oracle.writers.acknowledge(200);
    t.like((await flipOnce(config)).at(-1), { type: 'blocked', id: 'flip-failed' });
    await oracle.writers.acknowledge(200);
    await holder.send('UNLOCK TABLES');
    t.is((await flipOnce(config)).at(-1)?.type, 'goal');
    await oracle.writers.acknowledge(200);
    const { findings, pauses, longestGapMs } = await oracle.judge();
    t.log(`longest time without a write: ${Math.round(longestGapMs)} ms`);
    t.deepEqual(findings, []);
    t.is(pauses.length, 1);
    t.true(longestGapMs < config.limits.writePauseMs);
  },
);

async function flipOnce(config: Config): Promise<readonly RunEvent[]> {
  return eventsOf(flip(config, { yes: true, awaitApproval: false, signal: new AbortController().signal }));
}

/** An UPDATE of the application that sleeps on its first row, seen by the server for longer than a fence waits. */
async function slowUpdate(t: ExecutionContext, sandbox: Sandbox) {
  const app = await sessionOn(t, sandbox, 'a', 'app');
  const root = await sessionOn(t, sandbox, 'a');
  const ended = app
    .send('UPDATE app.orders SET quantity = 0 WHERE id = 5000 AND SLEEP(600) = 1')
    .catch(() => 0);
  const grownOld = async () => {
    const row = await root.row<{ seconds: number }>(
      `SELECT TIMESTAMPDIFF(SECOND, trx_started, NOW()) AS seconds FROM information_schema.innodb_trx
       WHERE trx_mysql_thread_id = ${app.threadId}`,
    );
    return Number(row?.seconds) > 2;
  };
  // A table that is asked more often than every 100 ms shows what it showed before (InnoDB of both flavors).
  await until('the UPDATE runs for more than two seconds', grownOld, { everyMs: 200 });
  const end = async () => {
    await root.send(`KILL QUERY ${app.threadId}`);
    await ended;
  };
  return { threadId: app.threadId, end };
}

/** Somebody holds a lock that the fence has to wait for, and that no list of transactions shows. */
async function lockedTable(t: ExecutionContext, sandbox: Sandbox): Promise<Session> {
  const root = await sessionOn(t, sandbox, 'a');
  await root.send('CREATE TABLE app.held (id INT PRIMARY KEY)');
  await root.send('LOCK TABLES app.held WRITE');
  return root;
}
