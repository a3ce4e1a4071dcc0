/** The command dies at every event that a migration tells, one after the other, and the same command ends it. */

import { faultTest } from '../helpers/server-test.js';
import { momentOf, withOrdeal } from '../helpers/torture/migrate-under.js';

faultTest(
  'a command that is killed at every event of a migration loses nothing, and ends it',
  async (t, image) => {
    t.timeout(600_000);
    const seen = new Set<string>();
    const { findings, commands, struck, longestGapMs } = await withOrdeal(
      t,
      image,
      async (event, { runner, active }) => {
        // Once on each leg.
        const moment = `${momentOf(event)}, ${active} active`;
        if (event.type === 'progress' || seen.has(moment)) return null;
        seen.add(moment);
        runner.signal('SIGKILL');
        return 'struck';
      },
    );
    t.log(
      `${struck} kills in ${commands} commands, ${(longestGapMs / 1000).toFixed(1)} s without a write at most`,
    );
    t.deepEqual(findings, []);
    for (const step of ['isolate', 'migrate', 'resync', 'verify', 'fence', 'promote', 'repoint', 'relink'])
      t.true(
        [...seen].some(moment => moment.startsWith(`step ${step},`)),
        `${step} was killed`,
      );
  },
);
