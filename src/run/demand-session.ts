/** A session to look with, for who cannot do without that side. */
import { BlockedError } from '../errors.js';
import type { Side } from '../pair/side.js';
import type { Session } from '../server/connection.js';
import type { Run } from './engine-ports.js';

/** Throws BlockedError where the side cannot be reached. */
export async function demandSession({ pair }: Pick<Run, 'pair'>, side: Side): Promise<Session> {
  const session = await pair.watch(side);
  if (session !== null) return session;
  throw new BlockedError(`${pair.endpoints[side].label}: cannot be reached`);
}
