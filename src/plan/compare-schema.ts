/**
 * Which tables, views and so on moved between two plans. A plan holds the texts of those that it changes; of the others
 * it knows that they are not what they were, and not in what. Pure.
 */
import { objectTexts } from './diff-structure.js';
import { diffTexts } from './diff-texts.js';
import type { Moved } from './moved.js';
import type { ReviewedPlan } from './reviewed-plan.js';

export function compareSchema(reviewed: ReviewedPlan, now: ReviewedPlan): readonly Moved[] {
  const [old, parts] = [reviewed.review.parts, now.review.parts];
  if (old.schema === parts.schema) return [];
  const [one, other] = [known(reviewed), known(now)];
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  const moved = names.flatMap(object => {
    const [was, is] = [one.get(object), other.get(object)];
    return was?.digest === is?.digest ? [] : [movedObject(object, was, is)];
  });
  if (moved.length > 0) return moved;
  return [{ part: 'schema', what: 'schema', patch: diffTexts(old.schema, parts.schema) }];
}

type Known = { readonly digest: string; readonly text: string | undefined };

function known({ before, review }: ReviewedPlan): ReadonlyMap<string, Known> {
  const texts = objectTexts(before);
  const objects = Object.entries(review.parts.objects);
  return new Map(objects.map(([object, digest]) => [object, { digest, text: texts.get(object) }]));
}

/** By its texts where both are there, else by its digests. */
function movedObject(object: string, was: Known | undefined, is: Known | undefined): Moved {
  const change = was === undefined ? 'added' : is === undefined ? 'dropped' : 'changed';
  const told = [was, is].every(one => one === undefined || one.text !== undefined);
  const show = (one: Known | undefined) =>
    one === undefined ? '' : told ? (one.text ?? '') : `${object} ${one.digest}`;
  return { part: 'schema', what: `${object}: ${change}`, patch: diffTexts(show(was), show(is)) };
}
