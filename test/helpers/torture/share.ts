/**
 * A migration is harmed at each of its moments, but at each on one flavor alone: every other one on MariaDB, the rest on
 * MySQL. `npm run test:full` harms it at all of them on all servers.
 */
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { everyServer } from '../server-test.js';

/** Tells for each moment, once in the order in which they are met, whether it is this server's. */
export function shareOf({ flavor }: ServerImage): (moment: string) => boolean {
  const met = new Set<string>();
  return moment => {
    if (met.has(moment)) return false;
    met.add(moment);
    return everyServer || met.size % 2 === (flavor === 'mariadb' ? 1 : 0);
  };
}
