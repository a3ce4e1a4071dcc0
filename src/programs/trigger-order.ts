/** The order of triggers, as their texts say it: each one which it follows. Pure. */
import type { Definition } from './program.js';
import type { ProgramChange } from './program-change.js';
import { readTriggerHead } from './trigger-head.js';

/** What a trigger is apart from its place, which changes when another one goes or comes. */
export function withoutOrder(definition: Definition): Definition {
  if (definition.kind !== 'trigger') return definition;
  const { create } = definition;
  const { ordered, orderAt, orderEnd } = readTriggerHead(create);
  if (!ordered) return definition;
  return { ...definition, create: create.slice(0, orderAt).trimEnd() + create.slice(orderEnd) };
}

/** Each behind the one that it is to follow; the rest in the order in which it is given. */
export function inTriggerOrder(changes: readonly ProgramChange[]): readonly ProgramChange[] {
  const ordered: ProgramChange[] = [];
  for (let left = changes; left.length > 0; ) {
    const names = new Set(left.map(({ name }) => name));
    const next = left.filter(({ after }) => !names.has(followedBy(after) ?? ''));
    // A circle cannot be: texts of two servers, put together. The server has the word then.
    const ready = next.length === 0 ? left : next;
    ordered.push(...ready);
    left = left.filter(change => !ready.includes(change));
  }
  return ordered;
}

function followedBy(definition: Definition | null): string | null {
  return definition?.kind === 'trigger' ? readTriggerHead(definition.create).follows : null;
}
