/** What keeps a deploy from beginning, though its programs can be made. */
import { RefusedError } from '../../errors.js';
import type { Survey } from './survey.js';

/** Throws RefusedError with every program of which nobody can say whether it changed. */
export function refuseHidden({ hidden }: Survey): void {
  if (hidden.length > 0) throw new RefusedError('some programs cannot be compared', { findings: hidden });
}
