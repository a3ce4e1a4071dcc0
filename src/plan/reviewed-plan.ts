import type { Plan } from './plan.js';
import type { Review } from './review.js';

/** A plan that says what it was made from. */
export type ReviewedPlan = Plan & { readonly review: Review };

/** False for the plan of an abort, which nobody reviews. */
export function hasReview(plan: Plan): plan is ReviewedPlan {
  return plan.review !== undefined;
}
