/** The statements of a batch as lines for people: what `plan` prints and a run logs. Pure. */
import type { Action } from '../engine/action.js';
import type { Plan } from '../plan/plan.js';

export function describeBatch(action: Action, plan: Plan | null): readonly string[] {
  if (action.do !== 'run-batch') return [];
  const { migrations = [], programs = [] } = plan?.batches[action.index] ?? {};
  const texts = [
    ...migrations.flatMap(({ statements }) => statements.map(({ sql }) => sql)),
    ...programs.flatMap(({ sql }) => sql),
  ];
  return texts.map(sql => `${action.side}: ${sql}`);
}
