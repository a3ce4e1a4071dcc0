/** What a deploy would change on each server, of the programs that a command names. */
import { type Side, sides } from '../../pair/side.js';
import { comparePrograms } from '../../programs/compare-programs.js';
import { hiddenPrograms } from '../../programs/hidden-programs.js';
import { type ProgramId, programKey } from '../../programs/program.js';
import type { Run } from '../engine-ports.js';
import { selectPrograms } from './select-programs.js';
import type { Survey, SurveyOptions } from './survey.js';

type Compared = Pick<Survey, 'compiled' | 'deployed'> & { readonly options: SurveyOptions };

/** Throws UsageError for a name that neither a file nor a server has. */
export function compareChosen(
  { pair }: Run,
  { compiled, deployed, options: { names, prune } }: Compared,
): Pick<Survey, 'changes' | 'hidden'> {
  const known = new Map<string, ProgramId>(
    [...compiled.map(({ wanted }) => wanted), ...deployed.a, ...deployed.b].map(id => [programKey(id), id]),
  );
  const chosen = new Set(selectPrograms([...known.values()], names).map(programKey));
  const isChosen = (id: ProgramId): boolean => chosen.has(programKey(id));
  const { foldsTriggerNames } = pair.flavor.capabilities;
  const comparing = { prune, isChosen, foldsTriggerNames };
  const changesOn = (side: Side) => comparePrograms(compiled, deployed[side], comparing);
  const wanted = new Set(compiled.map(({ wanted: one }) => programKey(one)));
  const matters = (id: ProgramId): boolean => isChosen(id) && (prune || wanted.has(programKey(id)));
  const hidden = sides.flatMap(side =>
    hiddenPrograms(deployed[side].filter(matters), pair.endpoints[side].label, pair.flavor.name),
  );
  return { changes: { a: changesOn('a'), b: changesOn('b') }, hidden };
}
