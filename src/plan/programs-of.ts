/** The stored programs that a plan brings. Pure. */
import type { PlannedProgram } from '../programs/planned-program.js';
import type { Plan } from './plan.js';

export function programsOf(plan: Plan | null): readonly PlannedProgram[] {
  return plan?.batches.flatMap(({ programs = [] }) => programs) ?? [];
}

/** Whether a run has nothing else to do: then it is one of `dbshift procs deploy --via-flip`. */
export function bringsProgramsAlone(plan: Plan | null): boolean {
  return (
    plan !== null &&
    plan.batches.length > 0 &&
    plan.batches.every(({ migrations }) => migrations.length === 0)
  );
}
