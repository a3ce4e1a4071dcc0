/**
 * What files want and what both servers of a pair have: read from the catalogs, judged in a workspace. Writes nothing on
 * the pair, but for a workspace on the passive where that is allowed.
 */

import type { Finding } from '../../errors.js';
import { readSurveyed } from '../../journal/surveyed.js';
import { otherSide, type Side, sides } from '../../pair/side.js';
import type { ProgramFinding } from '../../programs/lint/program-finding.js';
import { type Compiled, type Deployed, isHidden, programKey, type Wanted } from '../../programs/program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import { statedDefinition } from '../../programs/stated-definition.js';
import { nameFiles, proveSurvey, type SurveyProof } from '../../programs/survey-proof.js';
import { readStructure } from '../../server/catalog.js';
import type { Session } from '../../server/connection.js';
import { readPrograms } from '../../server/program-catalog.js';
import { type StartedWorkspace, startWorkspace } from '../../workspace/open-workspace.js';
import type { Original } from '../../workspace/original.js';
import { routinesOf } from '../../workspace/read-routines.js';
import { readTraits, type ServerTraits } from '../../workspace/server-traits.js';
import type { Workspace } from '../../workspace/workspace.js';
import { activeSide } from '../active-side.js';
import { demandSession } from '../demand-session.js';
import { endpointOfUrl } from '../endpoint-of-url.js';
import type { Run } from '../engine-ports.js';
import { untilStopped } from '../until-stopped.js';
import { compareChosen } from './compare-chosen.js';
import { compilePrograms } from './compile-programs.js';
import { gonePrograms } from './gone-programs.js';
import { lintChosen } from './lint-chosen.js';
import { loadWanted } from './load-wanted.js';

export type SurveyOptions = {
  /** Only programs of these names are compared; all where there are none. All files are judged either way. */
  readonly names: readonly string[];
  /** Drops what no file has. */
  readonly prune: boolean;
  /** Whether a scratch schema on the passive may be the workspace, as a last resort. */
  readonly mayUsePassive: boolean;
  /** Lint of what is chosen, or only of what of that changes on a side: the rest runs already. */
  readonly lint: 'chosen' | 'changed' | 'none';
  /** Aborted when nobody waits for it any more. */
  readonly stop?: AbortSignal | undefined;
};

export type Survey = {
  readonly active: Side;
  /** Of every file, in an order in which they can be made. */
  readonly compiled: readonly Compiled[];
  readonly deployed: Readonly<Record<Side, readonly Deployed[]>>;
  /** Of the chosen programs; in the order in which they can be made, then drops. */
  readonly changes: Readonly<Record<Side, readonly ProgramChange[]>>;
  /** Chosen programs of which nobody can say whether they changed, because the account may not see them. */
  readonly hidden: readonly Finding[];
  /** In the order of their places, what is accepted among them. Nothing is refused here for an error. */
  readonly lint: readonly ProgramFinding[];
  /** Names what was surveyed, with what both sides have by then; null where that is known already, or no file is. */
  readonly proof: ((deployed: Survey['deployed']) => SurveyProof | null) | null;
};

/**
 * Throws ConfigError with everything that is wrong with the files, RefusedError with every program that the workspace's
 * server refuses, UsageError for a name that no program has, BlockedError when a side cannot be reached, StoppedError.
 */
export function survey(run: Run, options: SurveyOptions): Promise<Survey> {
  return untilStopped(options.stop, 'stopped before anything was changed', () => look(run, options));
}

async function look(run: Run, options: SurveyOptions): Promise<Survey> {
  const active = await activeSide(run);
  const sessions = { a: await demandSession(run, 'a'), b: await demandSession(run, 'b') };
  const wanted = await loadWanted(sessions[active], run.config);
  const site = { run, active, sessions, wanted, options };
  if (wanted.length > 0) return surveyFiles(site);
  const nothing = { compiled: [], deployed: await readDeployed(site) };
  return { active, ...nothing, lint: [], proof: null, ...compareChosen(run, { ...nothing, options }) };
}

type Site = Pick<Survey, 'active'> & {
  readonly run: Run;
  readonly sessions: Readonly<Record<Side, Session>>;
  readonly wanted: readonly Wanted[];
  readonly options: SurveyOptions;
};

async function surveyFiles(site: Site): Promise<Survey> {
  const { run, active, sessions, wanted, options } = site;
  const live = await readTraits(sessions[active]);
  const files = nameFiles(wanted);
  const proved = options.lint === 'chosen' ? new Set<string>() : await readSurveyed(sessions[active], files);
  const begin = await workspaceOf(site, live);
  // Of files that nobody has found unchanged it is needed in any case: it starts while both sides are read.
  const early = proved.size > 0 ? null : begin();
  try {
    const deployed = await readDeployed(site);
    const structure = await readStructure(sessions[active], run.config.database);
    const proof = proofOf(site, files, { live, structure });
    const gone = goneOf(site, deployed);
    if (gone.length === 0 && proved.has(proof(deployed)?.all ?? '')) {
      const known = knownUnchanged(site, deployed);
      if (known !== null) return known;
    }
    const routines = routinesOf(notReplaced(wanted, deployed[active]));
    const workspace = await (early ?? begin()).fill({ live, structure, routines });
    return { ...(await surveyIn(workspace, site, { deployed, gone })), proof };
  } catch (error) {
    await early?.abandon();
    throw error;
  }
}

async function readDeployed({ run, sessions }: Pick<Site, 'run' | 'sessions'>): Promise<Survey['deployed']> {
  const [a = [], b = []] = await Promise.all(
    sides.map(side => readPrograms(sessions[side], run.config.database)),
  );
  return { a, b };
}

async function workspaceOf(
  { run, active, options }: Site,
  live: ServerTraits,
): Promise<() => StartedWorkspace> {
  const { config, pair } = run;
  const url = await endpointOfUrl(config);
  const passive = options.mayUsePassive ? pair.endpoints[otherSide(active)] : null;
  return () => startWorkspace({ database: config.database, url, passive, stop: options.stop }, live);
}

/** The zone of a server moves twice a year, and no program hangs on it. */
function proofOf(
  { active }: Site,
  files: string,
  { live: { timeZone: _, ...live }, structure }: Pick<Original, 'live' | 'structure'>,
): NonNullable<Survey['proof']> {
  return deployed => proveSurvey(files, { live, structure }, [deployed[active], deployed[otherSide(active)]]);
}

/** What was compiled from these files was what both servers have; null where something is to be dropped all the same. */
function knownUnchanged({ run, active, wanted, options }: Site, deployed: Survey['deployed']): Survey | null {
  const files = new Map(wanted.map(one => [programKey(one), one]));
  // Triggers as they run: by what files say of each other that may be another order than that of the files.
  const compiled = deployed[active].flatMap(program => {
    const one = files.get(programKey(program));
    return one === undefined || isHidden(program)
      ? []
      : [{ wanted: one, definition: statedDefinition(one, program) }];
  });
  const compared = compareChosen(run, { compiled, deployed, options });
  if (compiled.length < wanted.length || compared.changes.a.length + compared.changes.b.length > 0)
    return null;
  return { active, compiled, deployed, lint: [], proof: null, ...compared };
}

async function surveyIn(
  workspace: Workspace,
  { run, active, sessions, wanted, options }: Site,
  { deployed, gone }: Pick<Survey, 'deployed'> & { readonly gone: readonly Deployed[] },
): Promise<Omit<Survey, 'proof'>> {
  try {
    const compiled = await compilePrograms(workspace, wanted, gone);
    const compared = compareChosen(run, { compiled, deployed, options });
    const linted = { workspace, sessions, compiled, changes: compared.changes, options };
    return { active, compiled, deployed, lint: await lintChosen(run, linted), ...compared };
  } finally {
    await workspace.close();
  }
}

function goneOf({ run, active, wanted, options }: Site, deployed: Survey['deployed']): readonly Deployed[] {
  const { names, prune } = options;
  const { foldsTriggerNames } = run.pair.flavor.capabilities;
  return gonePrograms({ wanted, deployed, active, names, prune, foldsTriggerNames });
}

/** Without the procedures of the files: nothing needs them to be made, and they would only be replaced. */
function notReplaced(wanted: readonly Wanted[], deployed: readonly Deployed[]): readonly Deployed[] {
  const replaced = new Set(wanted.filter(({ kind }) => kind === 'procedure').map(programKey));
  return deployed.filter(program => !replaced.has(programKey(program)));
}
