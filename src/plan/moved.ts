/** One thing in which the plan of now differs from the reviewed one. Data only. */
import type { PlanPart } from './plan-parts.js';

export type Moved = {
  readonly part: PlanPart;
  /** For people: `table orders: changed`. */
  readonly what: string;
  /** Hunks of a unified diff, from what was reviewed to what is there now; each line ended. */
  readonly patch: string;
};
