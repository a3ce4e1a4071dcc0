/** What changes between two structures, for people: one unified diff per table, view, trigger and so on. Pure. */
import { diffTexts } from './diff-texts.js';
import type { Structure } from './structure.js';

export type ObjectDiff = {
  /** `table orders`, `view totals`, `database default`. */
  readonly object: string;
  readonly change: 'added' | 'dropped' | 'changed';
  /** Hunks of a unified diff without file headers, each line ended; for an added or dropped object all of it. */
  readonly patch: string;
};

/** In name order; objects that are the same on both sides are left out. */
export function diffStructures(before: Structure, after: Structure): readonly ObjectDiff[] {
  const [old, now] = [objectTexts(before), objectTexts(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names.flatMap(object => {
    const [one, other] = [old.get(object), now.get(object)];
    if (one === other) return [];
    const change = one === undefined ? 'added' : other === undefined ? 'dropped' : 'changed';
    return [{ object, change, patch: diffTexts(one ?? '', other ?? '') } as const];
  });
}

/** The text that creates each object, by its kind and name: `table orders`, `view totals`. */
export function objectTexts({ tables, others }: Structure): ReadonlyMap<string, string> {
  return new Map([
    ...Object.values(tables).map(({ name, create }) => [`table ${name}`, create] as const),
    ...Object.entries(others).map(([key, text]) => [key.replace(':', ' '), text] as const),
  ]);
}
