/**
 * The plan for programs: as it is, with a name and a version of its form, and with what its review says beside it.
 * `read-plan.ts` reads it back; `docs/plan-json.md` tells every field.
 */
import type { Plan } from './plan.js';
import type { Review } from './review.js';

/** Grows when a reader of an older form would misread the new one; fields may be added without. */
export const planFormVersion = 1;

export const planForm = 'dbshift-plan';

/** Without what a review says where there is none. */
export type PlanJson = Omit<Plan, 'review'> &
  Partial<Review> & { readonly form: typeof planForm; readonly version: number };

export function planJson({ review, ...plan }: Plan): PlanJson {
  return { form: planForm, version: planFormVersion, ...plan, ...review };
}
