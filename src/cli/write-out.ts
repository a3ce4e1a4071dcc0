/** What a command was told to write to a file with `--out`. */
import { FailedError } from '../errors.js';
import { writeWhole } from './write-whole.js';

/** Throws FailedError when the file cannot be written; then what was there before is still there. */
export async function writeOut(text: string, path: string): Promise<void> {
  try {
    await writeWhole(path, text);
  } catch (error) {
    throw new FailedError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code})`, {
      hint: 'name a file in a folder that this account may write with --out',
      cause: error,
    });
  }
}
