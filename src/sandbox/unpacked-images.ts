/** The database servers that `scripts/unpack-server.sh` has unpacked for this account. */
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { mariadbImage } from './mariadb-image.js';
import { mysqlImage } from './mysql-image.js';
import type { ServerImage } from './server-image.js';
import { unpackedPrograms } from './server-programs.js';

/** A folder `<flavor>_<version of the package>` is complete, and its server runs: it got its name last. */
const unpacked = /^(?<flavor>mariadb|mysql)_(?<version>\d+\.\d+\.\d+)/;
const skipped = /^(?<name>.+)\.skipped$/;

export async function unpackedImages(): Promise<readonly ServerImage[]> {
  const found = await Promise.all((await entries()).map(unpackedImage));
  return found.filter(image => image !== null);
}

/** What could not be fetched, by the word of the script. */
export async function skippedServers(): Promise<readonly { name: string; reason: string }[]> {
  const names = (await entries()).flatMap(name => skipped.exec(name)?.groups?.name ?? []);
  return Promise.all(
    names.map(async name => ({
      name,
      reason: (await readFile(join(cache(), `${name}.skipped`), 'utf8')).trim(),
    })),
  );
}

async function unpackedImage(name: string): Promise<ServerImage | null> {
  const { flavor, version } = unpacked.exec(name)?.groups ?? {};
  if ((flavor !== 'mariadb' && flavor !== 'mysql') || version === undefined) return null;
  const programs = await unpackedPrograms(join(cache(), name), flavor);
  if (programs === null) return null;
  return flavor === 'mariadb'
    ? mariadbImage(version, { ...programs, installDb: null })
    : mysqlImage(version, programs);
}

async function entries(): Promise<readonly string[]> {
  return (await readdir(cache()).catch(() => [])).toSorted();
}

function cache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dbshift', 'servers');
}
