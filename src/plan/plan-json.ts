/** The plan for programs: as it is, with a name and a version of its form. */
import type { Plan } from './plan.js';

/** Grows when a reader of an older form would misread the new one; fields may be added without. */
export const planFormVersion = 1;

export type PlanJson = Plan & { readonly form: 'dbshift-plan'; readonly version: number };

export function planJson(plan: Plan): PlanJson {
  return { form: 'dbshift-plan', version: planFormVersion, ...plan };
}
