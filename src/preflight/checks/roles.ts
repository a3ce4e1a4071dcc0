/** Exactly one server accepts writes, and the pointer names it. */
import { otherSide } from '../../pair/side.js';
import type { PreflightFinding } from '../finding.js';
import { bothLabels, type PairFacts } from '../pair-facts.js';

export function roles(pair: PairFacts): readonly PreflightFinding[] {
  const { pointer } = pair;
  if (pointer.kind !== 'names') return [unclearPointer(pair), ...writability(pair)];
  const named = pair[pointer.side];
  const other = pair[otherSide(pointer.side)];
  if (named.readOnly.on && !other.readOnly.on) {
    return [
      refuse(
        'the pointer',
        `names ${named.label}, but ${other.label} is the one that accepts writes`,
        'find out where the applications write now; then move the pointer there, or swap read_only on the servers',
      ),
    ];
  }
  return writability(pair, named.label, other.label);
}

function writability(pair: PairFacts, named?: string, other?: string): readonly PreflightFinding[] {
  const { a, b } = pair;
  if (a.readOnly.on !== b.readOnly.on) return [];
  if (a.readOnly.on) {
    const hint = `when nothing else is wrong, on ${named ?? 'the active'}: SET GLOBAL read_only = 0`;
    return [refuse(bothLabels(pair), 'no server accepts writes: both have read_only = 1', hint)];
  }
  const hint = `on ${other ?? 'the passive'}: SET GLOBAL read_only = 1, and put read_only = 1 into its option file`;
  return [refuse(bothLabels(pair), 'both servers accept writes', hint)];
}

function unclearPointer({ pointer }: PairFacts): PreflightFinding {
  const detail = pointer.kind === 'names' ? '' : pointer.detail;
  return refuse(
    'the pointer',
    `does not tell which server is active: ${detail}`,
    'make every pointer name the server that accepts writes',
  );
}

function refuse(where: string, message: string, hint: string): PreflightFinding {
  return { id: 'roles', severity: 'refuse', where, message, hint };
}
