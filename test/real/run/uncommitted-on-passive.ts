/**
 * MariaDB has a transaction in its binlog before it is committed and seen: for long, where it waits for a semi-synchronous
 * receiver. What is asked of the binlog alone would so open a passive that does not show what the active has acknowledged.
 */
import { freshPairs } from '../../helpers/fresh-pair.js';
import { eventsWith, flipping } from '../../helpers/run-with.js';
import { mariadbTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';

const freshPair = freshPairs();

mariadbTest('a passive is opened when it shows all that the active has acknowledged', async (t, image) => {
  const { sandbox, config, a, b } = await freshPair(t, image);
  await a.send('CREATE TABLE app.t (id INT PRIMARY KEY)');
  const app = await sessionOn(t, sandbox, 'a', 'app');
  const seen: number[] = [];
  const events = await eventsWith(
    flipping(config),
    {
      at: 'step',
      step: 'fence',
      act: async () => {
        // Nobody receives: the next commit waits.
        await b.send(
          'SET GLOBAL rpl_semi_sync_master_enabled = 1, rpl_semi_sync_master_wait_point = AFTER_SYNC, rpl_semi_sync_master_timeout = 1500',
        );
        await app.send('INSERT INTO app.t VALUES (1)');
      },
    },
    {
      at: 'step-done',
      step: 'promote',
      act: async () => void seen.push((await b.rows('SELECT id FROM app.t')).length),
    },
  );
  t.deepEqual(seen, [1]);
  t.is(events.at(-1)?.type, 'goal');
});
