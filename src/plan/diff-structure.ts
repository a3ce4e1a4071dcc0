/** What changes between two structures, for people: one unified diff per table, view, trigger and so on. Pure. */
import { formatPatch, OMIT_HEADERS, structuredPatch } from 'diff';
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
  const [old, now] = [textsOf(before), textsOf(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names.flatMap(object => {
    const [one, other] = [old.get(object), now.get(object)];
    if (one === other) return [];
    const change = one === undefined ? 'added' : other === undefined ? 'dropped' : 'changed';
    return [{ object, change, patch: diffTexts(one ?? '', other ?? '') } as const];
  });
}

function textsOf({ tables, others }: Structure): ReadonlyMap<string, string> {
  return new Map([
    ...Object.values(tables).map(({ name, create }) => [`table ${name}`, create] as const),
    ...Object.entries(others).map(([key, text]) => [key.replace(':', ' '), text] as const),
  ]);
}

/** A text that is compared for so long is shown as replaced: the diff is there to be read, not to be shortest. */
const timeoutMs = 500;

function diffTexts(one: string, other: string): string {
  const [old, now] = [withLineEnd(one), withLineEnd(other)];
  const patch = structuredPatch('', '', old, now, undefined, undefined, {
    context: 3,
    timeout: timeoutMs,
    stripTrailingCr: true,
  });
  return patch === undefined ? replaced(old, now) : formatPatch(patch, OMIT_HEADERS);
}

function withLineEnd(text: string): string {
  return text === '' ? '' : `${text}\n`;
}

function replaced(old: string, now: string): string {
  const lines = (sign: string, text: string) => text.replace(/^(?=.)/gm, sign);
  return `${lines('-', old)}${lines('+', now)}`;
}
