/** Where a sandbox server lives and how it is reached: options that are the same for every vendor. */
import type { OptionValues } from './option-file.js';
import type { ServerSettings } from './server-image.js';

export function placeOptions({ port, dataDir, tmpDir, errorLog }: ServerSettings): OptionValues {
  return {
    // The server refuses to run as root unless it is told to.
    ...(process.getuid?.() === 0 ? { user: 'root' } : {}),
    datadir: dataDir,
    tmpdir: tmpDir,
    port,
    'bind-address': '127.0.0.1',
    // Relative to the data directory, because a socket's path may not be longer than 107 bytes.
    socket: 'server.sock',
    'pid-file': 'server.pid',
    'log-error': errorLog,
    'skip-name-resolve': 'ON',
  };
}
