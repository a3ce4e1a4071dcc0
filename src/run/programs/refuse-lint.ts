import { RefusedError } from '../../errors.js';
import { lintRefusals } from '../../programs/lint/lint-refusals.js';
import type { Survey } from './survey.js';

/** Throws RefusedError with every error of lint that nobody has accepted. */
export function refuseLint({ lint }: Pick<Survey, 'lint'>): void {
  const findings = lintRefusals(lint);
  if (findings.length === 0) return;
  const many = findings.length === 1 ? 'a fault' : `${findings.length} faults`;
  throw new RefusedError(`the stored programs have ${many}: nothing was changed`, { findings });
}
