/** `dbshift procs pull`: what a server has, as files. Reads the pair and the folder, and writes on neither. */
import { mkdir } from 'node:fs/promises';
import type { Config } from '../../config/config.js';
import { FailedError, RefusedError } from '../../errors.js';
import { readMigrationSettings } from '../../migrate/knexfile.js';
import type { Side } from '../../pair/side.js';
import { comparePrograms } from '../../programs/compare-programs.js';
import { hiddenPrograms } from '../../programs/hidden-programs.js';
import { isHidden, type ProgramId, programKey } from '../../programs/program.js';
import { programFile } from '../../programs/program-file.js';
import { withPairUntil } from '../connect-pair.js';
import { demandSession } from '../demand-session.js';
import { prepareRun, type Run } from '../engine-ports.js';
import { filePlaces } from './file-places.js';
import { programDefaults } from './program-defaults.js';
import { pullProblem } from './pull-problem.js';
import { selectPrograms } from './select-programs.js';
import { type Survey, survey } from './survey.js';

export type PullOptions = {
  /** Only these; all of the server where there are none. */
  readonly names: readonly string[];
  /** Default: the active. */
  readonly from: Side | null;
  /** Files that say something else are written over. */
  readonly force: boolean;
  /** Aborted when nobody waits for it any more. */
  readonly stop?: AbortSignal;
};

/** `same`: a file has it as the server does, in whatever words. */
export type PulledProgram = ProgramId & {
  /** As seen from the configuration. */
  readonly file: string;
  readonly what: 'new' | 'changed' | 'same';
  /** What the file is to hold; null where it stays. */
  readonly text: string | null;
};

export type Pulled = { readonly from: Side; readonly programs: readonly PulledProgram[] };

/**
 * Throws RefusedError with everything that keeps it from being written whole: files that say something else, programs
 * that the account may not see or no file can say.
 */
export async function pullPrograms(config: Config, options: PullOptions): Promise<Pulled> {
  const settings = await readMigrationSettings(config);
  await makeFolder(config.procedures);
  const { stop } = options;
  return withPairUntil(config, stop, async pair => {
    const run = prepareRun(config, settings, pair);
    const found = await survey(run, { names: [], prune: false, mayUsePassive: false, lint: 'none', stop });
    return pullFrom(run, found, options);
  });
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new FailedError(`the folder of the stored programs cannot be made (${error.code}): ${folder}`);
  });
}

async function pullFrom(run: Run, found: Survey, { names, from, force }: PullOptions): Promise<Pulled> {
  const { config, pair } = run;
  const side = from ?? found.active;
  const deployed = selectPrograms(found.deployed[side], names);
  const definitions = deployed.flatMap(program => (isHidden(program) ? [] : [program]));
  const surroundings = {
    database: config.database,
    defaults: await programDefaults(await demandSession(run, side), config),
  };
  const places = await filePlaces(config, definitions, found.compiled);
  const differing = new Set(comparePrograms(found.compiled, deployed, { prune: false }).map(programKey));
  const programs = definitions.map((definition): PulledProgram => {
    const { kind, name } = definition;
    const { file, there } = places.of(definition);
    const same = there && !differing.has(programKey(definition));
    const what = same ? 'same' : there ? 'changed' : 'new';
    return { kind, name, file, what, text: same ? null : programFile(definition, surroundings) };
  });
  const findings = [
    ...hiddenPrograms(deployed, pair.endpoints[side].label, pair.flavor.name),
    ...programs.flatMap(program => pullProblem(program, places.of(program).alone, force) ?? []),
  ];
  if (findings.length > 0) throw new RefusedError('nothing was written', { findings });
  return { from: side, programs };
}
