/** A folder that has no program is more often the wrong folder than the wish to drop everything. */
import type { Config } from '../../config/config.js';
import { RefusedError } from '../../errors.js';
import type { Wish } from './order-deploy.js';

/** Throws RefusedError where `--prune` would drop every program there is. */
export function refuseNoFiles(
  { procedures }: Pick<Config, 'procedures'>,
  { names, prune }: Pick<Wish, 'names' | 'prune'>,
  wanted: readonly unknown[],
): void {
  if (!prune || names.length > 0 || wanted.length > 0) return;
  throw new RefusedError(`no file in ${procedures} has a stored program: --prune would drop all of them`, {
    hint: 'is `procedures` in the configuration the right folder? Programs that are named are dropped: `dbshift procs deploy --prune NAME`',
  });
}
