/** The command that an open run belongs to: what a person types to go on with it. */
import type { Facts, Goal, Intent } from '../pair/facts.js';
import { bringsProgramsAlone } from '../plan/programs-of.js';

const names: Readonly<Record<Goal, string>> = {
  migrate: 'migrate',
  down: 'migrate --down',
  flip: 'flip',
  abort: 'abort',
  rollback: 'rollback',
};

export const programsCommand = 'procs deploy --via-flip';

export function commandName(goal: Goal): string {
  return names[goal];
}

/** A run that is being rolled back goes on with that command alone. */
export function commandFor(
  { goal, plan }: Pick<Intent, 'goal' | 'plan'>,
  { rollingBack }: Pick<Facts, 'rollingBack'>,
): string {
  if (rollingBack === null && goal === 'migrate' && bringsProgramsAlone(plan)) return programsCommand;
  return commandName(rollingBack === null ? goal : 'rollback');
}
