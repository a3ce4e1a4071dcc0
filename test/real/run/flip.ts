/** The planned role switch, under writers that never pause by themselves. */
import { flip } from '../../../src/run/flip.js';
import { describePauses } from '../../helpers/oracle/describe-verdict.js';
import { eventsOf } from '../../helpers/oracle/events-of.js';
import { withWatchedPair } from '../../helpers/oracle/watched-pair.js';
import { flavorTest } from '../../helpers/server-test.js';

const workload = { table: 'orders', rows: 20_000, counters: 64, writers: 8 };
const flips = 4;

flavorTest(
  'flips under eight writers lose no acknowledged write and never have two writers',
  async (t, image) => {
    const { config, oracle } = await withWatchedPair(t, workload, { image });
    for (let turn = 1; turn <= flips; turn++) {
      await oracle.writers.acknowledge(200);
      const { signal } = new AbortController();
      const events = await eventsOf(flip(config, { yes: true, awaitApproval: false, signal }));
      t.is(events.at(-1)?.type, 'goal');
    }
    await oracle.writers.acknowledge(200);
    const { findings, pauses, outcomes, samples } = await oracle.judge();
    t.log(outcomes, ...describePauses(pauses), `${samples.reads} looks at read_only`);
    t.deepEqual(findings, []);
    t.deepEqual(
      pauses.map(({ to }) => to),
      ['b', 'a', 'b', 'a'],
    );
    t.true(
      pauses.every(({ refused, cut }) => refused + cut > 0),
      'writes were tried during every fence',
    );
    t.true(pauses.every(({ ms }) => ms < config.limits.writePauseMs));
  },
);
