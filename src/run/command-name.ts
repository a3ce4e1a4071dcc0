/** The command that an open run belongs to: what a person types to go on with it. */
import type { Goal } from '../pair/facts.js';

const names: Readonly<Record<Goal, string>> = {
  migrate: 'migrate',
  down: 'migrate --down',
  flip: 'flip',
  abort: 'abort',
};

export function commandName(goal: Goal): string {
  return names[goal];
}
