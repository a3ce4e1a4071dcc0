/** What a deploy has to change on one server. Pure. */

import {
  type Compiled,
  type Definition,
  type Deployed,
  isHidden,
  programKey,
  programKinds,
} from './program.js';
import type { ProgramChange } from './program-change.js';
import { sameDefinition, withUnstated } from './same-definition.js';

export type CompareOptions = {
  /** Drops what no file has. */
  readonly prune: boolean;
};

/**
 * In the order in which they can be made: that of `compiled`, then drops, those first that may use others. What the
 * account may not see is left out: nobody knows whether it changed; see `hidden-programs.ts`.
 */
export function comparePrograms(
  compiled: readonly Compiled[],
  deployed: readonly Deployed[],
  { prune }: CompareOptions,
): readonly ProgramChange[] {
  const found = new Map(deployed.map(program => [programKey(program), program]));
  const wanted = compiled.map(({ definition }) => definition);
  const changed = wanted.flatMap(definition => changeOf(definition, found.get(programKey(definition))));
  const keys = new Set(wanted.map(programKey));
  const gone = prune ? deployed.filter(program => !keys.has(programKey(program))) : [];
  const dropped = programKinds.flatMap(kind => gone.filter(program => program.kind === kind)).reverse();
  return [...changed, ...dropped.flatMap(dropOf)];
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
