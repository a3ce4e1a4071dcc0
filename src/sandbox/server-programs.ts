/**
 * The programs of one server on this machine: those that are installed, or those that `scripts/unpack-server.sh` has
 * unpacked into a folder, which run through the loader and the libraries that lie beside them. Finds programs by
 * name; what they are is asked elsewhere.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OptionValues } from './option-file.js';

export type ServerPrograms = {
  /** The server, with arguments that have to come first. */
  readonly server: readonly string[];
  /** Where its own files are, for one that was not built for the place where it lies. */
  readonly paths: OptionValues;
  /** The folder of the SQL files that make system tables, where it lies with the programs. */
  readonly share: string | null;
};

export function installedPrograms(server: string): ServerPrograms {
  return { server: [server], paths: {}, share: null };
}

/** `folder` holds the `usr` of a Debian package and of everything that it needs. */
export async function unpackedPrograms(
  folder: string,
  flavor: 'mariadb' | 'mysql',
): Promise<ServerPrograms | null> {
  const libraries = await onlyMatch(join(folder, 'usr/lib'), /-linux-gnu/);
  const loader = libraries && (await onlyMatch(libraries, /^ld-linux.*\.so\.\d+$/));
  if (!loader) return null;
  const share = join(folder, 'usr/share', flavor);
  return {
    server: [
      ...[loader, '--library-path', libraries],
      join(folder, 'usr/sbin', flavor === 'mariadb' ? 'mariadbd' : 'mysqld'),
    ],
    paths: {
      'lc-messages-dir': share,
      'character-sets-dir': join(share, 'charsets'),
      'plugin-dir': join(folder, 'usr/lib/mysql/plugin'),
    },
    share,
  };
}

async function onlyMatch(folder: string, pattern: RegExp): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  const name = names.find(name => pattern.test(name));
  return name === undefined ? null : join(folder, name);
}

/** Options as arguments of a program that reads no option file. */
export function argumentsOf(options: OptionValues): readonly string[] {
  return Object.entries(options).map(([name, value]) =>
    value === true ? `--${name}` : `--${name}=${value}`,
  );
}
