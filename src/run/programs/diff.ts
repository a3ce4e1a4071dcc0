/** `dbshift procs diff`: what a deploy would change on each server. Writes nothing on the pair. */
import type { Config } from '../../config/config.js';
import type { Finding } from '../../errors.js';
import { readMigrationSettings } from '../../migrate/knexfile.js';
import type { Side } from '../../pair/side.js';
import { diffPrograms, type ProgramDiff } from '../../programs/diff-programs.js';
import { withPair } from '../connect-pair.js';
import { prepareRun } from '../engine-ports.js';
import { type SurveyOptions, survey } from './survey.js';

export type ProgramsDiff = {
  readonly active: Side;
  /** Of servers, for messages. */
  readonly labels: Readonly<Record<Side, string>>;
  /** How many programs the files have. */
  readonly wanted: number;
  readonly differences: readonly ProgramDiff[];
  /** Programs of which nobody can say whether they changed. */
  readonly hidden: readonly Finding[];
};

/** Throws as `survey` does. */
export async function diffDeployed(
  config: Config,
  options: Omit<SurveyOptions, 'mayUsePassive' | 'lint'>,
): Promise<ProgramsDiff> {
  const settings = await readMigrationSettings(config);
  return withPair(config, 'all', async pair => {
    const { active, compiled, changes, hidden } = await survey(prepareRun(config, settings, pair), {
      ...options,
      mayUsePassive: false,
      lint: 'none',
    });
    return {
      active,
      labels: { a: pair.endpoints.a.label, b: pair.endpoints.b.label },
      wanted: compiled.length,
      differences: diffPrograms(changes, compiled),
      hidden,
    };
  });
}
