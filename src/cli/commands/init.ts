/**
 * `dbshift init`: writes a configuration to start from. Asks nothing, connects to nothing, overwrites nothing.
 * `dbshift init --active a` goes on from there: it writes the first value of the pointers.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../../config/load-config.js';
import { starterConfig } from '../../config/starter-config.js';
import { FailedError, UsageError } from '../../errors.js';
import type { Side } from '../../pair/side.js';
import { type InitialisedPointer, initialisePointers } from '../../pointer/initialise-pointers.js';

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

/** `active` is the side that is active now; a person says so, because nothing else can know. */
export async function initPointers({
  cwd,
  active,
}: {
  cwd: string;
  active: Side;
}): Promise<readonly InitialisedPointer[]> {
  return initialisePointers(await loadConfig({ cwd }), active);
}
