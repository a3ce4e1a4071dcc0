/** Reads a migration that was listed. Between the two anything may have happened to its file. */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../errors.js';

/** Throws ConfigError that names the file. */
export async function readMigration(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
}

/** Its text; see `readMigration`. */
export async function readMigrationText(path: string): Promise<string> {
  return (await readMigration(path)).toString('utf8');
}

function unreadable(path: string, cause: NodeJS.ErrnoException): ConfigError {
  switch (cause.code) {
    case 'ENOENT':
      return new ConfigError(`${path}: was removed while it was read`, {
        cause,
        hint: 'a link may lead to nothing; else run the same command again',
      });
    case 'EISDIR':
      return new ConfigError(`${path}: is a folder, and has the name of a migration`, {
        cause,
        hint: 'give it another name, or move it away',
      });
    default:
      return new ConfigError(`${path}: cannot be read (${cause.code ?? cause.message})`, {
        cause,
        hint: 'let this account read it',
      });
  }
}
