/**
 * Triggers that come while another one of the same table and moment goes, on a server that drops and makes them while
 * the table is locked: both are done under one lock, and each row meets exactly one of them. Pure.
 */
import { type Definition, type Deployed, definitionOf, type ProgramId, programKey } from './program.js';
import type { ProgramChange } from './program-change.js';
import { slotOf } from './trigger-order.js';
import { foldName } from './trigger-twins.js';

/** By the key of the one that comes: the one that goes in its place. */
export type RenamedTriggers = ReadonlyMap<string, Definition>;

export function renamedTriggers(
  found: ReadonlyMap<string, Deployed>,
  changes: readonly ProgramChange[],
): RenamedTriggers {
  const triggers = changes.filter(({ kind }) => kind === 'trigger');
  const going = triggers
    .filter(({ after }) => after === null)
    .flatMap(change => definitionOf(found.get(programKey(change))) ?? []);
  const renamed = new Map<string, Definition>();
  for (const { after } of triggers) {
    if (after === null || found.has(programKey(after))) continue;
    const old = going.find(isTwinOf(after)) ?? going.find(one => slotOf(one) === slotOf(after));
    if (old === undefined) continue;
    renamed.set(programKey(after), old);
    going.splice(going.indexOf(old), 1);
  }
  return renamed;
}

function isTwinOf(one: ProgramId): (other: ProgramId) => boolean {
  return other => foldName(other) === foldName(one);
}
