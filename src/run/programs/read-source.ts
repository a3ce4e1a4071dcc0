/** The text of a file in the folder of the stored programs or of their tests, or why it has none. */
import { readFile, stat } from 'node:fs/promises';
import type { ConfigError } from '../../errors.js';
import { decodeSource } from '../../sql/decode-source.js';
import { refusalOf } from '../../sql/source.js';

/** A statement is at most as long as a packet, and that is 16 MB on a MariaDB that nobody set up (10.11, 11.8). */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Looks what it is before it reads: a pipe that nobody writes into would be waited for without an end.
 * @param file how messages name it
 * @throws ConfigError with one finding for what is no readable file, too large, or not UTF-8
 */
export async function readSource(path: string, file: string): Promise<string> {
  const found = await orRefused(file, stat(path));
  if (!found.isFile()) throw unreadable(file, 'is not a file');
  if (found.size > MOST_BYTES)
    throw unreadable(file, `has ${found.size} bytes; at most ${MOST_BYTES} are read`);
  return decodeSource(await orRefused(file, readFile(path)), file);
}

async function orRefused<T>(file: string, reading: Promise<T>): Promise<T> {
  return reading.catch(({ code, message }: NodeJS.ErrnoException) => {
    throw unreadable(file, `cannot be read (${code ?? message})`);
  });
}

function unreadable(where: string, reason: string): ConfigError {
  const hint = 'Put a text file there that this user may read, or take it away.';
  return refusalOf(where, [{ id: 'unreadable', where, message: `The file ${reason}.`, hint }]);
}
