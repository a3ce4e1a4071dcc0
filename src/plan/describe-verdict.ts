/** A verdict in the few words that fit into a table. */
import type { Verdict } from './plan.js';

export function describeVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'applies':
      return 'applies';
    case 'applies-with-conversion':
      return `applies with ${verdict.conversions.join(',')}`;
    case 'depends-on-data':
      return 'depends on data';
    case 'stops':
      return `stops (${verdict.errnos.join(' or ')})`;
    case 'silently-wrong':
      return 'silently wrong';
    default: {
      const never: never = verdict;
      return never;
    }
  }
}
