/** `dbshift procs diff`: what a deploy would change on each server. Writes nothing on the pair. */
import type { Config } from '../../config/config.js';
import type { Finding } from '../../errors.js';
import { readMigrationSettings } from '../../migrate/knexfile.js';
import type { Side } from '../../pair/side.js';
import { diffPrograms, type ProgramDiff } from '../../programs/diff-programs.js';
import { programKey } from '../../programs/program.js';
import { withPairUntil } from '../connect-pair.js';
import { prepareRun } from '../engine-ports.js';
import { type Survey, type SurveyOptions, survey } from './survey.js';

export type ProgramsDiff = {
  readonly active: Side;
  /** Of servers, for messages. */
  readonly labels: Readonly<Record<Side, string>>;
  /** How many programs the files have. */
  readonly wanted: number;
  readonly differences: readonly ProgramDiff[];
  /** How many programs that no file has are on a server, and are passed over: with `prune`, or for named ones, none. */
  readonly passedOver: number;
  /** Programs of which nobody can say whether they changed. */
  readonly hidden: readonly Finding[];
};

/** Throws as `survey` does. */
export async function diffDeployed(
  config: Config,
  options: Omit<SurveyOptions, 'mayUsePassive' | 'lint'>,
): Promise<ProgramsDiff> {
  const settings = await readMigrationSettings(config);
  return withPairUntil(config, options.stop, async pair => {
    const found = await survey(prepareRun(config, settings, pair), {
      ...options,
      mayUsePassive: false,
      lint: 'none',
    });
    const { active, compiled, changes, hidden } = found;
    return {
      active,
      labels: { a: pair.endpoints.a.label, b: pair.endpoints.b.label },
      wanted: compiled.length,
      differences: diffPrograms(changes, compiled),
      passedOver: options.prune || options.names.length > 0 ? 0 : withoutFile(found),
      hidden,
    };
  });
}

function withoutFile({ compiled, deployed }: Survey): number {
  const wanted = new Set(compiled.map(({ wanted: one }) => programKey(one)));
  const there = new Set([...deployed.a, ...deployed.b].map(programKey));
  return [...there].filter(key => !wanted.has(key)).length;
}
