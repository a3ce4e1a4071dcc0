/** Why a plan is refused, as a reader counts it: one sentence for all statements that it holds for. Pure. */
import type { Finding } from '../../errors.js';
import type { Plan } from '../plan.js';
import { type Alike, alike } from './alike.js';
import { type Placed, placeOf } from './place.js';

export type Reason = Placed & { readonly id: string; readonly message: string; readonly hint: string };

export type ReasonGroup = Alike<Reason> & {
  readonly id: string;
  readonly message: string;
  /** Empty where nothing is advised. */
  readonly hint: string;
};

export function reasonGroups(plan: Plan): readonly ReasonGroup[] {
  return alike(reasonsOf(plan), ({ id, message, hint, subject, place }) => ({
    texts: [id, message, hint],
    own: [[place.file, '‹file›'], ...ownOf(subject)],
  })).map(group => {
    const [id = '', message = '', hint = ''] = group.texts;
    return { ...group, id, message, hint };
  });
}

/** Those of one check stand together, in the order of the first of each. */
export function reasonsOf(plan: Plan): readonly Reason[] {
  const files = migrationFiles(plan);
  const reasons = plan.refusals.map(refusal => reasonOf(refusal, files));
  const ids = [...new Set(reasons.map(({ id }) => id))];
  return ids.flatMap(id => reasons.filter(reason => reason.id === id));
}

/** Tables, and what is called after them. */
export function ownOf(subject: string): readonly (readonly [string, string])[] {
  const [table = ''] = subject.split('.');
  return [[table, '‹table›']];
}

export function migrationFiles({ batches, review }: Plan): ReadonlySet<string> {
  const planned = batches.flatMap(({ migrations }) => migrations.map(({ name }) => name));
  const reviewed = (review?.statements ?? []).map(({ migration }) => migration);
  return new Set([...planned, ...reviewed, ...Object.keys(review?.parts.files ?? {})]);
}

/** A message begins with what it is about, and a colon. */
function reasonOf({ id, where, message, hint = '' }: Finding, files: ReadonlySet<string>): Reason {
  const [, subject = '', rest = message] = /^([^\s:]{1,130}): (.*)$/su.exec(message) ?? [];
  return { id, place: placeOf(where, files), subject, message: rest, hint };
}
