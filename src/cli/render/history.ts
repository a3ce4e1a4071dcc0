/** Past runs as a table: one line each, newest first. */
import type { PastFlip, PastRun } from '../../journal/history.js';
import { oneLine } from '../../one-line.js';
import { align } from './align.js';
import { describeDuration, describePause } from './duration.js';

const heading = ['opened', 'run', 'goal', 'by', 'outcome', 'took', 'write pauses', 'migrations'];

export function describeHistory(runs: readonly PastRun[]): readonly string[] {
  if (runs.length === 0) return ['no run was ever opened on this pair'];
  return align([heading, ...runs.map(rowOf)]);
}

function rowOf(run: PastRun): readonly string[] {
  const { openedAt, runId, goal, by, outcome, durationMs, flips, migrations } = run;
  return [
    `${openedAt.slice(0, 19)}Z`,
    runId,
    goal,
    oneLine(by ?? '?', 30),
    outcome,
    durationMs === null ? '' : describeDuration(durationMs),
    flips.map(flipCell).join(', '),
    oneLine(migrations.join(', '), 80),
  ];
}

function flipCell(flip: PastFlip): string {
  if (flip.outcome === 'given-up') return `given up (${oneLine(flip.why, 40)})`;
  return `${describePause(flip.pauseMs)} to ${flip.to}`;
}
