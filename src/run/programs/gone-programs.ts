/** Which programs are not there any more behind a deploy: files are judged without them. */
import type { Side } from '../../pair/side.js';
import { type Deployed, type ProgramId, programKey, type Wanted } from '../../programs/program.js';
import { triggerTwins } from '../../programs/trigger-twins.js';
import { selectPrograms } from './select-programs.js';

export type Going = {
  readonly wanted: readonly Wanted[];
  readonly deployed: Readonly<Record<Side, readonly Deployed[]>>;
  readonly active: Side;
  readonly names: readonly string[];
  readonly prune: boolean;
  /** As a flavor says it. */
  readonly foldsTriggerNames: boolean;
};

/**
 * What is dropped on the active, and what a trigger of a file could not stand beside. Throws UsageError for a name that
 * neither a file nor a server has.
 */
export function gonePrograms(going: Going): readonly Deployed[] {
  const { wanted, deployed, active, names, prune } = going;
  const found = deployed[active];
  const twins = going.foldsTriggerNames ? triggerTwins(wanted, found) : [];
  if (!prune) return twins;
  const known: readonly ProgramId[] = [...wanted, ...deployed.a, ...deployed.b];
  const chosen = new Set(selectPrograms(known, names).map(programKey));
  for (const program of wanted) chosen.delete(programKey(program));
  const pruned = found.filter(program => chosen.has(programKey(program)));
  return [...pruned, ...twins.filter(twin => !pruned.includes(twin))];
}
