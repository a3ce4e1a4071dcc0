/**
 * A server must come back from a crash read-only, whoever was active. The option file cannot be read from here, and
 * a value that was set at run time hides what stands in it; so this only tells.
 */
import type { PreflightFinding } from '../finding.js';
import type { PairFacts } from '../pair-facts.js';
import type { PreflightFacts } from '../server-facts.js';

export function readOnlyOption({ a, b }: PairFacts): readonly PreflightFinding[] {
  const unsure = [a, b].filter(({ readOnly }) => !(readOnly.on && readOnly.origin === 'option-file'));
  const hidden = unsure.filter(({ readOnly }) => readOnly.origin === 'set');
  const wrong = unsure.filter(({ readOnly }) => readOnly.origin !== 'set');
  return [
    ...warn(wrong, 'comes back writable after a crash: read_only = 1 is not in the option file'),
    ...warn(hidden, 'read_only was set at run time, so what the option file says cannot be seen'),
  ];
}

function warn(servers: readonly PreflightFacts[], message: string): readonly PreflightFinding[] {
  if (servers.length === 0) return [];
  return [
    {
      id: 'read-only-option',
      severity: 'warn',
      where: servers.map(({ label }) => label).join(' and '),
      message,
      hint: 'make sure that it says read_only = 1, or a crash leaves two writable servers',
    },
  ];
}
