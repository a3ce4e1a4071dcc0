import { detectFlavor, versionQuery } from '../flavor/detect.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Session } from './connection.js';

/** Asks a server which one it is. Throws ConfigError for one that is too old. */
export async function readFlavor(session: Session): Promise<Flavor> {
  const row = await session.row<{ version: string; comment: string }>(versionQuery);
  return detectFlavor(session.label, { version: row?.version ?? '', comment: row?.comment ?? '' });
}
