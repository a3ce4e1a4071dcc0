/** `dbshift procs history`: the versions of programs, from what deploys wrote down on both servers. */
import type { Config } from '../../config/config.js';
import { openDeployJournal } from '../../journal/deploy-journal.js';
import { deploysInto } from '../../programs/deploy-record.js';
import { type ProgramVersion, programVersions } from '../../programs/program-versions.js';
import { withPair } from '../connect-pair.js';
import { selectPrograms } from './select-programs.js';

export type VersionsAsked = {
  /** Of this program alone. */
  readonly name: string | null;
  readonly count: number;
};

/** Newest first. Throws UsageError for a program that was never deployed. */
export async function readVersions(
  config: Config,
  { name, count }: VersionsAsked,
): Promise<readonly ProgramVersion[]> {
  return withPair(config, 'any', async pair => {
    const versions = programVersions(deploysInto(config.database, await openDeployJournal(pair.watch).all()));
    const asked = selectPrograms(versions, name === null ? [] : [name]);
    return asked.slice(-count).reverse();
  });
}
