/** Do both sides look the same, and as planned? For people: which object differs, and in which lines. Pure. */
import type { Finding } from '../errors.js';
import { diffStructures, type ObjectDiff } from '../plan/diff-structure.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Structure } from '../plan/structure.js';
import type { ByRole } from './role.js';

/**
 * Differences between the two sides. When there are none, but the fingerprint is not the `planned` one, that is the
 * one finding.
 */
export function compareStructures(
  { active, passive }: ByRole<Structure>,
  planned?: string,
): readonly Finding[] {
  const differences = diffStructures(active, passive).map(diff => ({
    id: 'structure-difference',
    where: diff.object,
    message: describeDiff(diff),
  }));
  if (differences.length > 0 || planned === undefined || fingerprintStructure(active) === planned)
    return differences;
  return [
    {
      id: 'structure-difference',
      where: 'the database',
      message: 'both sides look the same, but not as planned',
      hint: 'find out what was changed beside the plan',
    },
  ];
}

function describeDiff({ change, patch }: ObjectDiff): string {
  if (change === 'added') return 'is on the passive only';
  if (change === 'dropped') return 'is on the active only';
  const lines = patch.split('\n').flatMap(line => {
    if (line.startsWith('-')) return [`active: ${line.slice(1).trim()}`];
    return line.startsWith('+') ? [`passive: ${line.slice(1).trim()}`] : [];
  });
  return lines.join('; ');
}
