/**
 * What files want and what both servers of a pair have: read from the catalogs, judged in a workspace. Writes nothing on
 * the pair, but for a workspace on the passive where that is allowed.
 */

import type { Finding } from '../../errors.js';
import { otherSide, type Side, sides } from '../../pair/side.js';
import type { ProgramFinding } from '../../programs/lint/program-finding.js';
import { type Compiled, type Deployed, programKey, type Wanted } from '../../programs/program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import { readStructure } from '../../server/catalog.js';
import type { Session } from '../../server/connection.js';
import { readPrograms } from '../../server/program-catalog.js';
import { openWorkspace } from '../../workspace/open-workspace.js';
import type { Original } from '../../workspace/original.js';
import { routinesOf } from '../../workspace/read-routines.js';
import { readTraits } from '../../workspace/server-traits.js';
import { activeSide } from '../active-side.js';
import { demandSession } from '../demand-session.js';
import { endpointOfUrl } from '../endpoint-of-url.js';
import type { Run } from '../engine-ports.js';
import { compareChosen } from './compare-chosen.js';
import { compilePrograms } from './compile-programs.js';
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
};

/**
 * Throws ConfigError with everything that is wrong with the files, RefusedError with every program that the workspace's
 * server refuses, UsageError for a name that no program has, and BlockedError when a side cannot be reached.
 */
export async function survey(run: Run, options: SurveyOptions): Promise<Survey> {
  const { database } = run.config;
  const active = await activeSide(run);
  const sessions = { a: await demandSession(run, 'a'), b: await demandSession(run, 'b') };
  const wanted = await loadWanted(sessions[active], run.config);
  const [a, b] = await Promise.all(sides.map(side => readPrograms(sessions[side], database)));
  const deployed = { a: a ?? [], b: b ?? [] };
  const nothing = { compiled: [], deployed };
  if (wanted.length === 0)
    return { active, ...nothing, lint: [], ...compareChosen(run, { ...nothing, options }) };
  const workspace = await openWorkspace({
    original: await originalOf(sessions[active], database, { wanted, deployed: deployed[active] }),
    database,
    url: await endpointOfUrl(run.config),
    passive: options.mayUsePassive ? run.pair.endpoints[otherSide(active)] : null,
  });
  try {
    const compiled = await compilePrograms(workspace, wanted, goneOf(wanted, deployed[active], options));
    const compared = compareChosen(run, { compiled, deployed, options });
    const linted = { workspace, sessions, compiled, changes: compared.changes, options };
    return { active, compiled, deployed, lint: await lintChosen(run, linted), ...compared };
  } finally {
    await workspace.close();
  }
}

/** What a deploy drops, as far as it drops all that no file has. */
function goneOf(
  wanted: readonly Wanted[],
  deployed: readonly Deployed[],
  { names, prune }: SurveyOptions,
): readonly Deployed[] {
  if (!prune || names.length > 0) return [];
  const keys = new Set(wanted.map(programKey));
  return deployed.filter(program => !keys.has(programKey(program)));
}

/** Without the procedures of the files: nothing needs them to be made, and they would only be replaced. */
async function originalOf(
  session: Session,
  database: string,
  { wanted, deployed }: { readonly wanted: readonly Wanted[]; readonly deployed: readonly Deployed[] },
): Promise<Original> {
  const replaced = new Set(wanted.filter(({ kind }) => kind === 'procedure').map(programKey));
  const others = deployed.filter(program => !replaced.has(programKey(program)));
  return {
    live: await readTraits(session),
    structure: await readStructure(session, database),
    routines: routinesOf(others),
  };
}
