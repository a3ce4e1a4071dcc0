/** The passive is behind at the worst moment: when the active has been closed. */
import { flip } from '../../src/run/flip.js';
import { withWatchedPair } from '../helpers/oracle/watched-pair.js';
import { flavorTest } from '../helpers/server-test.js';
import { sessionOn } from '../helpers/servers.js';

const workload = { table: 'orders', rows: 5_000, counters: 64, writers: 8 };

flavorTest(
  'a passive that is behind when the active is closed is not opened before it has everything',
  async (t, image) => {
    const { sandbox, config, oracle } = await withWatchedPair(t, workload, { image });
    const [writer, holder] = [await sessionOn(t, sandbox, 'a'), await sessionOn(t, sandbox, 'b')];
    await writer.send('CREATE TABLE app.held (id INT PRIMARY KEY, times INT NOT NULL)');
    await writer.send('INSERT INTO app.held VALUES (1, 0)');
    await oracle.writers.acknowledge(200);
    // A slow machine must not turn this into a flip that is over its time.
    const limits = { ...config.limits, writePauseMs: 60_000 };
    const { signal } = new AbortController();
    const steps: string[] = [];
    for await (const event of flip({ ...config, limits }, { yes: true, awaitApproval: false, signal })) {
      if (event.type !== 'step') continue;
      steps.push(event.step);
      // The applier commits in order: nothing after this change comes through as long as somebody holds its row.
      if (event.step === 'fence') {
        await holder.send('START TRANSACTION');
        await holder.rows('SELECT times FROM app.held WHERE id = 1 FOR UPDATE');
        await writer.send('UPDATE app.held SET times = times + 1 WHERE id = 1');
      }
      if (event.step === 'drain') await holder.send('ROLLBACK');
    }
    // Without a drain there would be writes on the new active now that what is missing there has to pass.
    await oracle.writers.acknowledge(10);
    await holder.send('ROLLBACK');
    await oracle.writers.acknowledge(200);
    const { findings, pauses } = await oracle.judge();
    t.deepEqual(findings, []);
    t.is(pauses.length, 1);
    t.deepEqual(steps.slice(0, steps.indexOf('repoint')).slice(-2), ['drain', 'promote']);
  },
);
