/** `dbshift procs lint`: what fails or surprises when a program runs. Writes nothing on the pair. */
import type { Config } from '../../config/config.js';
import { readMigrationSettings } from '../../migrate/knexfile.js';
import type { ProgramFinding } from '../../programs/lint/program-finding.js';
import { withPairUntil } from '../connect-pair.js';
import { prepareRun } from '../engine-ports.js';
import { selectPrograms } from './select-programs.js';
import { survey } from './survey.js';

export type LintedPrograms = {
  /** How many programs were looked at. */
  readonly programs: number;
  readonly findings: readonly ProgramFinding[];
};

/** Of these names; of all files for none. Throws as `survey` does. */
export async function lintWanted(
  config: Config,
  names: readonly string[],
  stop?: AbortSignal,
): Promise<LintedPrograms> {
  const settings = await readMigrationSettings(config);
  return withPairUntil(config, stop, async pair => {
    const run = prepareRun(config, settings, pair);
    const options = { names, prune: false, mayUsePassive: false, lint: 'chosen', stop } as const;
    const { compiled, lint } = await survey(run, options);
    const programs = selectPrograms(
      compiled.map(({ wanted }) => wanted),
      names,
    );
    return { programs: programs.length, findings: lint };
  });
}
