/** Findings of lint as a reader counts them: what is found of many tables is one. Pure. */
import { describeLint, type LintLine } from '../lint/describe-lint.js';
import type { LintFinding } from '../lint/lint-finding.js';
import type { Plan } from '../plan.js';
import { alike } from './alike.js';
import { type Placed, placeOf } from './place.js';
import { migrationFiles, ownOf, reasonsOf } from './reasons.js';

/** In the order in which they are told. */
export const lintStates = ['error', 'warning', 'note', 'accepted'] as const;

export type LintItem = Placed & {
  readonly state: LintLine['state'];
  readonly id: string;
  readonly message: string;
  readonly explanation: string;
  /** It stands among the reasons of the refusal. */
  readonly refused: boolean;
};

export type LintGroup = Pick<LintItem, 'state' | 'id' | 'message' | 'explanation'> & {
  readonly items: readonly LintItem[];
};

export function lintItems(plan: Plan): readonly LintItem[] {
  const files = migrationFiles(plan);
  const refused = new Set(reasonsOf(plan).map(keyOf));
  return (plan.review?.lint ?? []).map(finding => {
    const item = itemOf(finding, files);
    return { ...item, refused: item.state === 'error' && refused.has(keyOf(item)) };
  });
}

/** By state, then in the order of the first of each check. */
export function lintGroups(items: readonly LintItem[]): readonly LintGroup[] {
  const groups = alike(items, ({ state, id, message, explanation, subject, place }) => ({
    texts: [state, id, message, explanation],
    own: [[place.file, '‹file›'], ...ownOf(subject)],
  })).map(({ texts: [, id = '', message = '', explanation = ''], items: own }) => ({
    state: own[0]?.state ?? 'note',
    id,
    message,
    explanation,
    items: own,
  }));
  const ids = [...new Set(groups.map(({ id }) => id))];
  return lintStates.flatMap(state =>
    ids.flatMap(id => groups.filter(group => group.state === state && group.id === id)),
  );
}

function itemOf(finding: LintFinding, files: ReadonlySet<string>): Omit<LintItem, 'refused'> {
  const { state, place, id, explanation } = describeLint(finding);
  const { message, file } = finding;
  // What is about the whole file is in none of its lines.
  if (finding.subject === file)
    return { state, id, place: { file, at: '' }, subject: '', message, explanation };
  return { state, id, place: placeOf(place, files), subject: finding.subject, message, explanation };
}

function keyOf({
  id,
  place,
  subject,
  message,
}: Placed & { readonly id: string; readonly message: string }): string {
  return JSON.stringify([id, place, subject, message]);
}
