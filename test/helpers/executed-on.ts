/** What a server says it has executed, in the words of its flavor: two servers or two moments can be compared. */
import type { GtidSet } from '../../src/gtid/gtid-set.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Session } from '../../src/server/connection.js';
import { flavorOf } from './flavors.js';

export async function executedOn(session: Session, image: ServerImage): Promise<GtidSet> {
  const { serverQuery, readServer } = flavorOf(image);
  return readServer((await session.row(serverQuery)) ?? {}).executed;
}
