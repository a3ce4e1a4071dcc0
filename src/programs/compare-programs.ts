/** What a deploy has to change on one server. Pure. */

import { compareTriggers } from './compare-triggers.js';
import {
  type Compiled,
  type Definition,
  type Deployed,
  isHidden,
  type ProgramId,
  programKey,
  programKinds,
} from './program.js';
import type { ProgramChange } from './program-change.js';
import { sameDefinition, withUnstated } from './same-definition.js';
import { triggerTwins } from './trigger-twins.js';

export type CompareOptions = {
  /** Drops what no file has. */
  readonly prune: boolean;
  /** Of which programs something may be changed; by default of all. */
  readonly isChosen?: (id: ProgramId) => boolean;
  /** As a flavor says it; by default not. */
  readonly foldsTriggerNames?: boolean;
};

/**
 * In the order in which they can be made: that of `compiled`, then drops, those first that may use others. What the
 * account may not see is left out: nobody knows whether it changed; see `hidden-programs.ts`.
 */
export function comparePrograms(
  compiled: readonly Compiled[],
  deployed: readonly Deployed[],
  { prune, isChosen = () => true, foldsTriggerNames = false }: CompareOptions,
): readonly ProgramChange[] {
  const found = new Map(deployed.map(program => [programKey(program), program]));
  const wanted = compiled.map(({ definition }) => definition);
  const keys = new Set(wanted.map(programKey));
  const twins: readonly Deployed[] = foldsTriggerNames ? triggerTwins(wanted.filter(isChosen), deployed) : [];
  const gone = deployed.filter(
    one => !keys.has(programKey(one)) && (twins.includes(one) || (prune && isChosen(one))),
  );
  const others = wanted
    .filter(one => one.kind !== 'trigger' && isChosen(one))
    .flatMap(definition => changeOf(definition, found.get(programKey(definition))));
  const changed = [...others, ...compareTriggers(compiled, deployed, { isChosen, gone })];
  const dropped = byKind(gone).reverse();
  return [...byKind(changed), ...dropped.flatMap(dropOf)];
}

function byKind<T extends ProgramId>(programs: readonly T[]): T[] {
  return programKinds.flatMap(kind => programs.filter(program => program.kind === kind));
}

function changeOf(wanted: Definition, found: Deployed | undefined): readonly ProgramChange[] {
  const { kind, name } = wanted;
  if (found === undefined) return [{ kind, name, before: null, after: wanted }];
  if (isHidden(found) || sameDefinition(wanted, found)) return [];
  return [{ kind, name, before: found, after: withUnstated(wanted, found) }];
}

function dropOf(program: Deployed): readonly ProgramChange[] {
  const { kind, name } = program;
  return isHidden(program) ? [] : [{ kind, name, before: program, after: null }];
}
