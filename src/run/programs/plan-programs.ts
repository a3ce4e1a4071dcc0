/**
 * Adds stored programs to the batches of a plan: what a leg brings on each side before its flip, so that columns and the
 * programs that need them switch together. Made in the workspace of the plan, behind its migrations.
 */
import type { Config } from '../../config/config.js';
import type { Finding } from '../../errors.js';
import { type Side, sides } from '../../pair/side.js';
import type { Batch } from '../../plan/plan.js';
import type { Structure } from '../../plan/structure.js';
import { batchesWithPrograms } from '../../programs/batches-with-programs.js';
import { comparePrograms } from '../../programs/compare-programs.js';
import { hiddenPrograms } from '../../programs/hidden-programs.js';
import { lintRefusals } from '../../programs/lint/lint-refusals.js';
import type { ProgramFinding } from '../../programs/lint/program-finding.js';
import { movedAlong } from '../../programs/moved-along.js';
import { type Compiled, type ProgramId, programKey } from '../../programs/program.js';
import type { ProgramChange } from '../../programs/program-change.js';
import { unlikeSides } from '../../programs/unlike-sides.js';
import type { Workspace } from '../../workspace/workspace.js';
import { compilePrograms } from './compile-programs.js';
import { gonePrograms } from './gone-programs.js';
import { lintPrograms } from './lint-programs.js';
import type { ProgramsBasis } from './programs-basis.js';
import { refuseNoFiles } from './refuse-no-files.js';
import { selectPrograms } from './select-programs.js';

export type ProgramsWish = {
  /** Only these; all for none. */
  readonly names: readonly string[];
  /** Drop what no file has. */
  readonly prune: boolean;
  /** The plan has nothing else: pending migrations stay pending. */
  readonly alone: boolean;
};

/** With the migrations of a plan: what files have, and nothing is dropped. */
export const allPrograms: ProgramsWish = { names: [], prune: false, alone: false };

export type PlanWithPrograms = {
  readonly batches: readonly Batch[];
  readonly after: Structure;
  readonly refusals: readonly Finding[];
  readonly lint: readonly ProgramFinding[];
};

type Planned = {
  readonly programs: ProgramsBasis;
  readonly wish: ProgramsWish;
  readonly batches: readonly Batch[];
  /** Behind the migrations. */
  readonly after: Structure;
  readonly config: Pick<Config, 'lint' | 'procedures'>;
};

/** Throws RefusedError for programs that the server does not take, or a folder without any, and UsageError for a name that none has. */
export async function planPrograms(workspace: Workspace, planned: Planned): Promise<PlanWithPrograms> {
  const { programs, wish, batches, after, config } = planned;
  const { wanted, deployed, sessions } = programs;
  refuseNoFiles(config, wish, wanted);
  const { foldsTriggerNames } = programs.flavor.capabilities;
  const gone = gonePrograms({ wanted, deployed, active: 'a', foldsTriggerNames, ...wish });
  const compiled = await compilePrograms(workspace, wanted, gone);
  const isChosen = chooser(planned, compiled);
  const changesOn = (side: Side) =>
    comparePrograms(compiled, deployed[side], { prune: wish.prune, isChosen, foldsTriggerNames });
  const changes = { a: changesOn('a'), b: changesOn('b') };
  const changed = new Set(changes.a.map(programKey));
  const lint = await lintPrograms(
    workspace,
    compiled.filter(one => changed.has(programKey(one.wanted))),
    { accept: config.lint.accept, servers: [sessions.a, sessions.b], among: compiled, all: false },
  );
  const placed = withPlaces(changes.a, compiled);
  const refusals = [
    ...hiddenOf(programs, isChosen),
    ...unlikeSides(changes),
    ...movedAlong(changes.a),
    ...lintRefusals(lint),
    ...(await programs.refused(placed)),
  ];
  const copy = await workspace.readStructure();
  const ordered = { changes: placed, after, compiled: copy, ...programs };
  return { ...batchesWithPrograms(batches, ordered), refusals, lint };
}

function hiddenOf(
  { deployed, labels, flavor }: ProgramsBasis,
  isChosen: (id: ProgramId) => boolean,
): readonly Finding[] {
  return sides.flatMap(side => hiddenPrograms(deployed[side].filter(isChosen), labels[side], flavor.name));
}

function chooser({ programs, wish }: Planned, compiled: readonly Compiled[]): (id: ProgramId) => boolean {
  const ids: readonly ProgramId[] = [
    ...compiled.map(({ wanted }) => wanted),
    ...programs.deployed.a,
    ...programs.deployed.b,
  ];
  const known = new Map(ids.map(id => [programKey(id), id]));
  const chosen = new Set(selectPrograms([...known.values()], wish.names).map(programKey));
  const files = new Set(compiled.map(({ wanted }) => programKey(wanted)));
  return id => chosen.has(programKey(id)) && (wish.prune || files.has(programKey(id)));
}

function withPlaces(
  changes: readonly ProgramChange[],
  compiled: readonly Compiled[],
): readonly ProgramChange[] {
  const places = new Map(compiled.map(({ wanted }) => [programKey(wanted), `${wanted.file}:${wanted.line}`]));
  return changes.map(change => {
    const where = places.get(programKey(change));
    return where === undefined ? change : { ...change, where };
  });
}
