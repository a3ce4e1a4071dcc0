/** The statements of a batch as lines for people: what `plan` prints and a run logs. Pure. */
import type { Action } from '../engine/action.js';
import type { Plan } from '../plan/plan.js';

export function describeBatch(action: Action, plan: Plan | null): readonly string[] {
  if (action.do !== 'run-batch') return [];
  const migrations = plan?.batches[action.index]?.migrations ?? [];
  return migrations.flatMap(({ statements }) => statements.map(({ sql }) => `${action.side}: ${sql}`));
}
