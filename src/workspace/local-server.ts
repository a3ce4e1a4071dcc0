/** A throw-away server of the pair's own kind on this machine, as a place for a workspace. */
import { bringUpServer, type LocalServer } from '../sandbox/bring-up-server.js';
import { findImage } from '../sandbox/find-image.js';
import type { ServerTraits } from './server-traits.js';

/**
 * It is ended when `stop` is aborted. Throws ConfigError when no server of the same flavor and series is here,
 * FailedError when it does not start, and StoppedError.
 */
export async function launchLocalServer(
  { mariadb, series, lowerCaseTableNames }: ServerTraits,
  stop?: AbortSignal,
): Promise<LocalServer> {
  const image = await findImage(`${mariadb ? 'mariadb' : 'mysql'} ${series}`);
  const options = {
    'lower-case-table-names': String(lowerCaseTableNames),
    'auto-increment-increment': '1',
    'auto-increment-offset': '1',
  };
  return bringUpServer(image, options, stop);
}
