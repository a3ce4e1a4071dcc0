/** `dbshift grants` with a configuration: what the pair itself says about accounts. Reads only. */
import type { Config } from '../config/config.js';
import { ShiftError, UsageError } from '../errors.js';
import type { FlavorName } from '../flavor/flavor.js';
import { withPair } from './connect-pair.js';

export type GrantsTarget = {
  readonly flavor: FlavorName;
  readonly literalNames: boolean;
  /** Host part of the account that we came in with. */
  readonly host: string;
};

/** Asks whichever side answers. Throws UsageError, because the same can be said by an option. */
export async function readGrantsTarget(config: Config): Promise<GrantsTarget> {
  try {
    return await withPair(config, 'any', async pair => {
      const session = (await pair.watch('a')) ?? (await pair.watch('b'));
      const account = await session?.row<{ account: string }>('SELECT CURRENT_USER() AS account');
      const revokes = await session?.row("SHOW GLOBAL VARIABLES LIKE 'partial_revokes'");
      return {
        flavor: pair.flavor.name,
        literalNames: revokes?.Value === 'ON',
        host: account?.account.split('@').at(-1) ?? '%',
      };
    });
  } catch (error) {
    if (!(error instanceof ShiftError)) throw error;
    throw new UsageError(`no server could be asked what it is: ${error.message}`, {
      hint: 'say so: --flavor mariadb or --flavor mysql',
      cause: error,
    });
  }
}
