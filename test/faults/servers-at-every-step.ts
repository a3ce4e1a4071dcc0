/** Each server dies when a step begins, the active and the passive in turn, and comes back a moment later. */

import { everyServer, flavorTest } from '../helpers/server-test.js';
import { faultOf } from '../helpers/torture/faults.js';
import { withOrdeal } from '../helpers/torture/migrate-under.js';
import { shareOf } from '../helpers/torture/share.js';

for (const name of ['kill -9 of the active', 'kill -9 of the passive']) {
  flavorTest(
    `${name} at every step of a migration loses nothing, and the same command ends it`,
    async (t, image) => {
      t.timeout(600_000);
      const killed = new Set<string>();
      const isMine = shareOf(image);
      const fault = faultOf(name);
      const { findings, commands, struck, longestGapMs } = await withOrdeal(
        t,
        image,
        async (event, victim) => {
          if (event.type !== 'step' || !isMine(event.step)) return null;
          killed.add(event.step);
          // The command may have found a server again before whoever starts it knows that it is up.
          await victim.healed();
          return (await fault.strike(victim)) ?? 'struck';
        },
      );
      t.log(
        `${struck} kills, ${commands} commands, ${(longestGapMs / 1000).toFixed(1)} s without a write at most`,
      );
      t.deepEqual(findings, []);
      t.true(killed.size >= 5);
      if (everyServer) t.true(killed.has('fence'));
    },
  );
}
