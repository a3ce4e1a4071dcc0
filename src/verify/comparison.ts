/** What every part of a comparison works with. */
import type { Flavor, ServerFacts } from '../flavor/flavor.js';
import type { Session } from '../server/connection.js';
import type { Points } from './points.js';
import type { ByRole } from './role.js';
import type { Draw } from './sample.js';

export type ComparedServers = {
  readonly flavor: Flavor;
  /** Each has a snapshot open while a point lasts, and nothing but the rows of that point is read in it. */
  readonly readers: ByRole<Session>;
  /** For what is asked of the moment. The passive's is the session that may stop its applier. */
  readonly beside: ByRole<Session>;
};

export type Comparison = {
  readonly points: Points;
  readonly draw: Draw;
};

/** What a server says of itself now, whatever snapshot is open. */
export async function readFacts(session: Session, flavor: Flavor): Promise<ServerFacts> {
  return flavor.readServer((await session.row(flavor.serverQuery)) ?? {});
}
