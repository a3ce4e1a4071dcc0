/** The command dies at every event that a migration tells, one after the other, and the same command ends it. */

import { everyServer, flavorTest } from '../helpers/server-test.js';
import { momentOf, withOrdeal } from '../helpers/torture/migrate-under.js';
import { shareOf } from '../helpers/torture/share.js';

flavorTest(
  'a command that is killed at every event of a migration loses nothing, and ends it',
  async (t, image) => {
    t.timeout(600_000);
    const killed = new Set<string>();
    const isMine = shareOf(image);
    const { findings, commands, struck, longestGapMs } = await withOrdeal(
      t,
      image,
      async (event, { runner, active }) => {
        // The second leg is the same rules with the roles changed.
        const moment = everyServer ? `${momentOf(event)}, ${active} active` : momentOf(event);
        if (event.type === 'progress' || !isMine(moment)) return null;
        killed.add(moment);
        runner.signal('SIGKILL');
        return 'struck';
      },
    );
    t.log(
      `${struck} kills in ${commands} commands, ${(longestGapMs / 1000).toFixed(1)} s without a write at most`,
    );
    t.deepEqual(findings, []);
    t.true(killed.size >= 15);
    const steps = ['isolate', 'migrate', 'resync', 'verify', 'fence', 'promote', 'repoint', 'relink'];
    const missed = steps.filter(step => ![...killed].some(moment => moment.startsWith(`step ${step},`)));
    if (everyServer) t.deepEqual(missed, []);
  },
);
