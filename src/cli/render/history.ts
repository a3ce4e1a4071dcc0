/** Past runs as a table: one line each, newest first. */
import type { PastFlip } from '../../journal/history.js';
import { oneLine } from '../../one-line.js';
import type { ToldRun } from '../../run/history.js';
import { align } from './align.js';
import { describeDuration, describePause } from './duration.js';

const heading = ['opened', 'run', 'command', 'by', 'outcome', 'took', 'write pauses', 'brought'];

export function describeHistory(runs: readonly ToldRun[]): readonly string[] {
  if (runs.length === 0) return ['no run was ever opened on this pair'];
  return align([heading, ...runs.map(rowOf)]);
}

function rowOf(run: ToldRun): readonly string[] {
  const { openedAt, runId, command, by, outcome, durationMs, flips, migrations, programs } = run;
  return [
    `${openedAt.slice(0, 19)}Z`,
    runId,
    command,
    oneLine(by ?? '?', 30),
    outcome,
    durationMs === null ? '' : describeDuration(durationMs),
    flips.map(flipCell).join(', '),
    oneLine([...migrations, ...programs].join(', '), 80),
  ];
}

function flipCell(flip: PastFlip): string {
  if (flip.outcome === 'given-up') return `given up (${oneLine(flip.why, 40)})`;
  return `${describePause(flip.pauseMs)} to ${flip.to}`;
}
