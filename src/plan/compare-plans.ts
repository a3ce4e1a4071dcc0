/**
 * Holds the plan that would be run now to the one that was reviewed: part by part, with a diff of what moved. A part
 * that the reviewed plan has not (no pair was asked for it) cannot be compared, and is named. Pure.
 */
import { compareSchema } from './compare-schema.js';
import { diffTexts } from './diff-texts.js';
import type { Moved } from './moved.js';
import { type PlanPart, type PlanParts, planPartNames } from './plan-parts.js';
import type { ReviewedPlan } from './reviewed-plan.js';
import { statementText } from './statement-text.js';

export type PlanComparison = {
  readonly compared: readonly PlanPart[];
  /** What the reviewed plan does not know: `topology`, or single settings, as `settings binlog_row_image`. */
  readonly lacking: readonly string[];
  /** Empty where a run of the plan of now does what was reviewed. */
  readonly moved: readonly Moved[];
};

export function comparePlans(reviewed: ReviewedPlan, now: ReviewedPlan): PlanComparison {
  const parts = reviewed.review.parts;
  const lacking = planPartNames.filter(part => isLacking(parts, part));
  const compared = planPartNames.filter(part => !lacking.includes(part));
  return {
    compared,
    lacking: [...lacking, ...(lacking.includes('settings') ? [] : unknownSettings(parts, now.review.parts))],
    moved: compared.flatMap(part => compare[part](reviewed, now)),
  };
}

function isLacking(parts: PlanParts, part: PlanPart): boolean {
  if (part === 'topology') return parts.topology === null;
  return (part === 'versions' || part === 'settings') && Object.keys(parts[part]).length === 0;
}

type Compare = (reviewed: ReviewedPlan, now: ReviewedPlan) => readonly Moved[];

const compare: Readonly<Record<PlanPart, Compare>> = {
  files: ({ review: { parts: old } }, { review: { parts } }) => compareFiles(old.files, parts.files),
  statements: compareStatements,
  schema: compareSchema,
  topology: ({ review: { parts: old } }, { review: { parts } }) =>
    compareLines('topology', old.topology ?? [], parts.topology ?? []),
  versions: ({ review: { parts: old } }, { review: { parts } }) =>
    compareLines('versions', versionLines(old, old), versionLines(parts, old)),
  settings: ({ review: { parts: old } }, { review: { parts } }) =>
    compareLines('settings', settingLines(old, old), settingLines(parts, old)),
};

function compareFiles(
  old: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly Moved[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names.flatMap(name => {
    const [one, other] = [old[name], now[name]];
    if (one === other) return [];
    const change = one === undefined ? 'added' : other === undefined ? 'gone' : 'changed';
    const line = (checksum: string | undefined) => (checksum === undefined ? '' : `${name} ${checksum}`);
    return [{ part: 'files', what: `${name}: ${change}`, patch: diffTexts(line(one), line(other)) } as const];
  });
}

function compareStatements(reviewed: ReviewedPlan, now: ReviewedPlan): readonly Moved[] {
  const digests = [reviewed.review.parts.statements, now.review.parts.statements] as const;
  if (digests[0] === digests[1]) return [];
  const texts = [statementText(reviewed), statementText(now)] as const;
  const [old, other] = texts[0] === texts[1] ? digests : texts;
  return [{ part: 'statements', what: 'what is sent, or how: changed', patch: diffTexts(old, other) }];
}

function compareLines(part: PlanPart, old: readonly string[], now: readonly string[]): readonly Moved[] {
  const [one, other] = [old.join('\n'), now.join('\n')];
  return one === other ? [] : [{ part, what: `${part}: changed`, patch: diffTexts(one, other) }];
}

/** A plan that no pair was asked for cannot know which server a version is of: each version counts once. */
function versionLines({ versions }: PlanParts, { topology }: PlanParts): readonly string[] {
  if (topology === null) return [...new Set(Object.values(versions))].sort();
  return sortedLines(Object.entries(versions));
}

function settingLines({ settings }: PlanParts, reviewed: PlanParts): readonly string[] {
  const known = Object.entries(settings).filter(
    ([name]) => reviewed.topology !== null || name in reviewed.settings,
  );
  return sortedLines(known);
}

/** Of a plan that no pair was asked for; else a setting that came is one that moved. */
function unknownSettings(reviewed: PlanParts, now: PlanParts): readonly string[] {
  if (reviewed.topology !== null) return [];
  return Object.keys(now.settings)
    .filter(name => !(name in reviewed.settings))
    .map(name => `settings ${name}`);
}

function sortedLines(entries: readonly (readonly [string, string])[]): readonly string[] {
  return entries.map(([name, value]) => `${name} = ${value}`).sort();
}
