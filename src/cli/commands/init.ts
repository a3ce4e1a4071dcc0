/** `dbshift init`: writes a configuration to start from. Asks nothing, connects to nothing, overwrites nothing. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { starterConfig } from '../../config/starter-config.js';
import { FailedError, UsageError } from '../../errors.js';

/** Returns the path of the new file. Throws UsageError when there is one already. */
export async function init({ cwd }: { cwd: string }): Promise<string> {
  const file = join(cwd, 'dbshift.config.yaml');
  try {
    await writeFile(file, starterConfig, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new FailedError(`${file} cannot be written (${code})`, { cause: error });
    throw new UsageError(`${file} is already there`, {
      hint: 'edit it, or remove it first: init overwrites nothing',
      cause: error,
    });
  }
  return file;
}
