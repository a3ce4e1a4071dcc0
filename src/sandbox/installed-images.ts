/** The database servers that are installed on this machine. */
import { access, constants, realpath } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { mariadbImage } from './mariadb-image.js';
import { mysqlImage } from './mysql-image.js';
import type { ServerImage } from './server-image.js';
import { installedPrograms } from './server-programs.js';
import { askVersion } from './server-version.js';

/** Servers are often outside the PATH of an ordinary account. */
const otherFolders = [
  ...['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/local/mysql/bin'],
  ...['/usr/local/mysql/scripts', '/opt/homebrew/bin'],
];

export async function installedImages(): Promise<readonly ServerImage[]> {
  const found = await Promise.all([installedMariadb(), installedMysql()]);
  return found.filter(image => image !== null);
}

async function installedMariadb(): Promise<ServerImage | null> {
  const [server, installDb] = await Promise.all(['mariadbd', 'mariadb-install-db'].map(findProgram));
  if (!server || !installDb) return null;
  const { version } = await askVersion([server]);
  return mariadbImage(version, { ...installedPrograms(server), installDb });
}

async function installedMysql(): Promise<ServerImage | null> {
  const server = await findProgram('mysqld');
  // An installed MariaDB has a program of this name too, most often as a link.
  if (!server || basename(await realpath(server)) === 'mariadbd') return null;
  const { flavor, version } = await askVersion([server]);
  return flavor === 'mysql' ? mysqlImage(version, installedPrograms(server)) : null;
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
