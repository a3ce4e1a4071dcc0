/** The table a run closes with: what was done, how long each side took, how long writes were paused. */
import { type Side, sides } from '../../pair/side.js';
import type { BatchSummary, FlipSummary, Summary } from '../summarize.js';
import { align } from './align.js';
import { describeDuration, describePause } from './duration.js';
import { describeRoles } from './roles.js';

/** Nothing for a run that changed nothing. */
export function describeSummary(summary: Summary): readonly string[] {
  const { batches, flips, ending, time, rowsCompared } = summary;
  const rows = batches.flatMap((batch, index) => batchRows(batch, index, summary));
  if (summary.steps === 0 && ending?.type === 'goal') return [withoutStep(summary)];
  if (rows.length === 0 && flips.length === 0) return [];
  const facts = [
    ...(ending === null ? [] : [['roles', describeRoles(ending.view)]]),
    ...(flips.length === 0 ? [] : [['write pause', flips.map(pauseOf).join(', ')]]),
    ...(rowsCompared === 0
      ? []
      : [['rows', `${rowsCompared.toLocaleString('en')} compared, equal on both sides`]]),
    ...(time === null ? [] : [['total', describeDuration(time.to - time.from)]]),
  ];
  return [...(rows.length === 0 ? [] : [...align([heading, ...rows]), '']), ...align(facts)];
}

function withoutStep({ endedDeploy }: Summary): string {
  return endedDeploy
    ? 'the deploy of stored programs that had died is ended; there was nothing else to do'
    : 'there was nothing to do';
}

/** The same for `--json`, as its last line. */
export function summaryEvent({ batches, flips, ending, time, rowsCompared }: Summary): object {
  const roles = ending === null ? null : { active: ending.view.active, passive: ending.view.passive };
  return {
    type: 'summary',
    batches,
    flips,
    roles,
    rowsCompared,
    totalMs: time === null ? 0 : time.to - time.from,
  };
}

const heading = ['batch', 'way', 'side', 'alter', 'catch-up', 'verify', 'write pause', 'migrations'];

/** One row per side that was worked on; at the goal also for one that got its leg before this command. */
function batchRows(
  batch: BatchSummary,
  index: number,
  { flips, ending, resumed }: Summary,
): readonly string[][] {
  const pauses = flips.filter(flip => flip.batch === index).map(pauseOf);
  const isTouched = (side: Side) => Object.values(batch.sides[side]).some(ms => ms > 0);
  const whole = resumed && ending?.type === 'goal' && batch.strategy === 'flip' && sides.some(isTouched);
  const told = sides.filter(side => whole || isTouched(side));
  return told.map((side, row) => [
    ...(row === 0 ? [String(index + 1), batch.strategy] : ['', '']),
    side,
    ...(isTouched(side) ? timesOf(batch, side) : ['before', '', '']),
    ...(row === 0 ? [pauses.join(', '), batch.migrations.join(', ')] : []),
  ]);
}

function timesOf(batch: BatchSummary, side: Side): readonly string[] {
  const { alterMs, catchUpMs, verifyMs } = batch.sides[side];
  return [alterMs, catchUpMs, verifyMs].map(ms => (ms === 0 ? '' : describeDuration(ms)));
}

function pauseOf({ outcome, pauseMs }: FlipSummary): string {
  return `${describePause(pauseMs)}${outcome === 'done' ? '' : ' (given up)'}`;
}
