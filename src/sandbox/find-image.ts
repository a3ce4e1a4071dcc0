/**
 * Finds the database servers that this machine can run: installed ones, and those that `npm run setup` of the
 * project has unpacked into a cache folder. Installs nothing.
 */
import { ConfigError } from '../errors.js';
import { installedImages } from './installed-images.js';
import type { ServerImage } from './server-image.js';
import { skippedServers, unpackedImages } from './unpacked-images.js';

export type FoundImages = {
  /** One of each series, installed ones first. */
  readonly images: readonly ServerImage[];
  /** What the set-up could not fetch, and why. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
};

/** Never throws because a server is missing; FailedError when an installed one does not run. */
export function findImages(): Promise<FoundImages> {
  known ??= lookForImages();
  return known;
}

/** Servers do not come and go while a command runs, and each that is asked for its version has to be started. */
let known: Promise<FoundImages> | null = null;

async function lookForImages(): Promise<FoundImages> {
  const found = await Promise.all([installedImages(), unpackedImages()]);
  const bySeries = new Map(
    found
      .flat()
      .toReversed()
      .map(image => [image.name, image]),
  );
  return { images: [...bySeries.values()].toReversed(), skipped: await skippedServers() };
}

/** The server of that name, such as `mysql 9.7`; without one, the first. Throws ConfigError, which names those that are here. */
export async function findImage(name?: string): Promise<ServerImage> {
  const { images } = await findImages();
  const image = name === undefined ? images[0] : images.find(image => image.name === name);
  if (image !== undefined) return image;
  if (images.length === 0) {
    throw new ConfigError(
      'no MariaDB or MySQL server is installed here (mariadbd and mariadb-install-db, or mysqld)',
      {
        hint: 'install the programs alone, no service: apt-get install --no-install-recommends mariadb-server-core mariadb-client-core',
      },
    );
  }
  throw new ConfigError(`there is no server ${JSON.stringify(name)} on this machine`, {
    hint: `here are: ${images.map(image => image.name).join(', ')}`,
  });
}
