import { RefusedError } from '../../errors.js';
import { foldedRefusals, isRefusal } from '../../programs/lint/lint-refusals.js';
import type { Survey } from './survey.js';

/** Throws RefusedError with every error of lint that nobody has accepted. */
export function refuseLint({ lint }: Pick<Survey, 'lint'>): void {
  const count = lint.filter(isRefusal).length;
  if (count === 0) return;
  const many = count === 1 ? 'a fault' : `${count} faults`;
  const findings = foldedRefusals(lint);
  throw new RefusedError(`the stored programs have ${many}: nothing was changed`, { findings });
}
