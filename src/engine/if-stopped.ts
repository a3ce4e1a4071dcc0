/**
 * What holds if a run is stopped, or its runner dies, within a step: in words for whoever reads a plan. Pure. A run that
 * is stopped ends between two actions, one that dies anywhere, so the worse of what is seen before and after counts.
 */
import type { View } from '../pair/view.js';
import type { IfStopped } from '../plan/runbook-step.js';
import { describeLeftSo } from './left-so.js';
import { legDue, replicated } from './predicates.js';
import type { StepId } from './rules.js';

/** A step, with the views before and after it. */
export type Passage = { readonly step: StepId; readonly before: View; readonly after: View };

export function ifStopped({ step, before, after }: Passage): IfStopped {
  const left = gravityOf(after) > gravityOf(before) ? after : before;
  const open = left.situation === 'steady' || left.situation === 'split';
  return {
    writes: open ? left.active : null,
    standStill: [
      ...(left.activeApplier === 'running' ? [] : [left.active]),
      ...(left.passiveApplier === 'running' ? [] : [left.passive]),
    ].sort(),
    leftSo: describeLeftSo(left),
    next: nextOf(step, before),
    abort: abortOf(before, after),
  };
}

/** Without writes is worse than without a standby. */
function gravityOf(v: View): number {
  if (v.situation !== 'steady') return 2;
  return v.passiveApplier === 'running' ? 0 : 1;
}

/** A run heeds a signal only where the active accepts writes. */
const noSignal = 'so does any other; no signal stops a run here';

/** What the same command does, by the step that it finds unfinished. */
function nextOf(step: StepId, v: View): string {
  switch (step) {
    case 'isolate':
    case 'hold-old':
    case 'keep-old':
    case 'quarantine':
      return 'stops the appliers that still run, and goes on';
    case 'migrate':
      return `compares ${v.passive} with the plan: what is done there is not sent again, a DDL that still runs is waited for, and it goes on after the last statement that worked`;
    case 'direct':
      return `compares ${v.active} with the plan: what is done there is not sent again, and it goes on after the last statement that worked`;
    case 'data':
      return `looks whether ${v.active} has its record: it was written in the same transaction, so all of it is there or nothing; then it begins anew`;
    case 'resync':
    case 'follow':
    case 'relink':
      return 'starts what does not run yet, and goes on';
    case 'settle':
    case 'catch-up':
      return 'waits on';
    case 'verify':
      return 'compares anew';
    case 'fence':
    case 'drain':
    case 'unconvert':
      return `finishes the flip if limits.writePauseMs is not over, and else first gives ${v.active} its writes back; ${noSignal}`;
    case 'promote':
    case 'repoint':
    case 'end-flip':
      return `moves the pointers to ${v.passive} if that was opened, and else gives ${v.active} its writes back; ${noSignal}`;
    case 'demote':
    case 'unfence':
    case 'repoint-back':
    case 'split':
      return `gives ${v.active} its writes back, and it alone`;
    case 'restore':
    case 'open-passive':
    case 'move-events':
      return 'does what is left of it, and goes on';
    default: {
      const never: never = step;
      return never;
    }
  }
}

/** Not possible where it is not on either side of the step. What ran on the active stays, also once it has come through. */
function abortOf(before: View, after: View): IfStopped['abort'] {
  const [one, other] = [judge(before), judge(after)];
  if (!one.possible || !other.possible) return one.possible ? other : one;
  return replicated(before) ? one : other;
}

const no = (why: string): IfStopped['abort'] => ({ possible: false, why });
const yes = (why: string): IfStopped['abort'] => ({ possible: true, why });

function judge(v: View): IfStopped['abort'] {
  if (v.situation !== 'steady') return no('`dbshift recover` first finishes the flip or undoes it');
  if (v.current?.oneLeg === true) return yes('this is an abort: the same command goes on');
  if (v.batch === 'none')
    return v.index === 0 ? yes('ends the run') : no(`everything is on both sides; ${takeBack}`);
  if (replicated(v))
    return yes(
      `ends the run, unless a migration has run to its half; what ${v.active} has stays on both sides`,
    );
  if (v.activeLevel !== 'old') return no(`${v.active} is active with the new structure; ${takeBack}`);
  return legDue(v) && v.passiveLevel === 'old'
    ? yes('ends the run: no structure was changed by this batch')
    : yes(`takes ${v.passive} back to the structure of ${v.active}`);
}

const takeBack = '`dbshift migrate --down` takes the migrations back';
