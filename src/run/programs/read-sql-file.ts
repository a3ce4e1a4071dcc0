/** Reads an .sql file with stored programs, or says why it cannot be read. */
import { createReadStream } from 'node:fs';
import { ConfigError } from '../../errors.js';
import { decodeSource } from '../../sql/decode-source.js';

/** In bytes: far more than anybody writes, and little enough to be held in memory a few times. */
export const largestSqlFile = 64 * 1024 * 1024;

/**
 * Also what has no size beforehand, such as a pipe.
 * @param shown how messages name the file
 * @throws ConfigError for what is no readable file, too large, or not UTF-8
 */
export async function readSqlFile(path: string, shown = path): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > largestSqlFile) break;
    }
  } catch (error) {
    throw unreadable(shown, error as NodeJS.ErrnoException);
  }
  if (size > largestSqlFile) throw tooLarge(shown);
  return decodeSource(Buffer.concat(chunks), shown);
}

function unreadable(file: string, { code, message }: NodeJS.ErrnoException): ConfigError {
  if (code === 'EISDIR') return new ConfigError(`${file} is a directory`, { hint: 'name one .sql file' });
  return new ConfigError(`${file} cannot be read (${code ?? message})`, {
    hint: 'name an .sql file that this user may read',
  });
}

function tooLarge(file: string): ConfigError {
  return new ConfigError(`${file} is larger than ${largestSqlFile / 1024 ** 2} MiB`, {
    hint: 'this is for files of stored programs; dumps are for the mysql client',
  });
}
