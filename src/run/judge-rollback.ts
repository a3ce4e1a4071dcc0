/** Whether a run can be rolled back now: pure, from the run, the journal and a look. */
import { decide } from '../engine/decide.js';
import { BlockedError, type Finding } from '../errors.js';
import type { Facts, Intent } from '../pair/facts.js';
import type { View } from '../pair/view.js';
import { lossesOf } from '../plan/rollback/losses-of.js';
import { commandName } from './command-name.js';

/** Why it is not possible, and what is. */
export type NoRollback = {
  readonly why: string;
  readonly hint: string;
  readonly findings?: readonly Finding[];
};

/** Throws BlockedError with what is possible instead. */
export function assertRollback(open: Intent, facts: Facts, view: View): void {
  const no = whyNoRollback(open, facts, view);
  if (no === null) return;
  const { why, hint, findings = [] } = no;
  throw new BlockedError(why, { hint, findings });
}

/** Null where it is possible, or under way. */
export function whyNoRollback(open: Intent, facts: Facts, view: View): NoRollback | null {
  if (open.goal === 'rollback' || view.hold === 'back') return null;
  if (open.goal === 'flip' || open.goal === 'abort')
    return {
      why: `run ${open.runId} (${commandName(open.goal)}) has nothing to roll back`,
      hint: goOn(open),
    };
  if (view.situation !== 'steady') return whyNotSteady(view);
  if (view.hold === 'stay') return whyLost(open, view);
  return view.hold === 'follow' ? whyBlocked(view) : whyNoWindow(open, facts, view);
}

const down = '`dbshift migrate --down` takes finished migrations back';

const goOn = ({ goal }: Intent): string => `\`dbshift ${commandName(goal)}\` goes on with it`;

function whyNotSteady(view: View): NoRollback {
  const decision = decide(view);
  if (decision.kind === 'blocked') return { why: decision.why, hint: decision.advice };
  return {
    why: 'the pair is in the middle of a flip',
    hint: 'run `dbshift recover`, which finishes it or undoes it, and the same command after that',
  };
}

function whyLost(open: Intent, { active, passive, passiveLevel, current }: View): NoRollback {
  const hint = `\`dbshift approve finish\` ends the window, and then ${goOn(open)}; ${down}`;
  if (passiveLevel !== 'old' || current === null)
    return { why: `${passive} does not have the old structure any more`, hint };
  return {
    why: `${passive} stays as it was at the flip: going back would lose what was written to ${active} since`,
    hint,
    findings: lossesOf(current, open.replicas).map(({ table, why }) => ({
      id: 'lossy',
      where: table,
      message: why,
    })),
  };
}

/** Steps that are still to be done before a flip back are no reason: a rollback does them. */
function whyBlocked(view: View): NoRollback | null {
  const decision = decide(view);
  if (decision.kind !== 'blocked' || decision.id === 'holding') return null;
  return { why: decision.why, hint: decision.advice };
}

function whyNoWindow(open: Intent, { finished }: Facts, view: View): NoRollback {
  const { batch, activeLevel, passive, passiveLevel, index, hold } = view;
  if (batch === 'none')
    return { why: 'everything of this run is on both sides already', hint: `${goOn(open)}; then ${down}` };
  if (hold === 'lost')
    return {
      why: `${view.active} was made active again by somebody else`,
      hint: `\`dbshift abort\` takes ${passive} back to what it has`,
    };
  if (!(batch === 'flip' && activeLevel === 'new' && passiveLevel !== 'new'))
    return {
      why: 'there is no flip now that could be taken back',
      hint: 'before a flip `dbshift abort` goes back',
    };
  const why = finished.includes(index)
    ? 'the rollback window was ended by `dbshift approve finish`'
    : 'the run was begun without `--hold-after-flip`, so that no side was kept to go back to';
  return { why, hint: `${goOn(open)}, and gives ${passive} the same structure; ${down}` };
}
