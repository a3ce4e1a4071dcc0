/** Finds the database servers that are installed on this machine. Installs nothing. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ConfigError } from '../errors.js';
import { mariadbImage } from './mariadb-image.js';
import type { ServerImage } from './server-image.js';

/** Servers are often outside the PATH of an ordinary account. */
const otherFolders = [
  ...['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/local/mysql/bin'],
  ...['/usr/local/mysql/scripts', '/opt/homebrew/bin'],
];

/** The server to use when none is asked for. Throws ConfigError, which says how to get one. */
export async function findImage(): Promise<ServerImage> {
  const server = await findProgram('mariadbd');
  const installDb = await findProgram('mariadb-install-db');
  if (server === undefined || installDb === undefined) {
    throw new ConfigError('no MariaDB server is installed here (mariadbd and mariadb-install-db)', {
      hint: 'install the programs alone, no service: apt-get install --no-install-recommends mariadb-server-core mariadb-client-core',
    });
  }
  return mariadbImage({ server, installDb });
}

async function findProgram(name: string): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...otherFolders];
  for (const folder of folders.filter(folder => folder !== '')) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
