/** Adds up what a run did, from its events alone: times per side and batch, write pauses, final roles. Pure. */

import type { Action } from '../engine/action.js';
import type { RunEvent } from '../engine/event.js';
import { otherSide, type Side } from '../pair/side.js';
import { namesIn } from '../plan/names-in.js';
import type { Plan, Strategy } from '../plan/plan.js';
import { type Ending, isEnding } from './exit.js';
import type { TimedEvent } from './render/timed-event.js';

/** Times in ms; 0 is what was not done in this run. */
export type SideTimes = { readonly alterMs: number; readonly catchUpMs: number; readonly verifyMs: number };

export type BatchSummary = {
  /** `back`: a leg of the passive alone, towards what the active has. */
  readonly strategy: Strategy | 'back';
  readonly migrations: readonly string[];
  readonly sides: Readonly<Record<Side, SideTimes>>;
};

export type FlipSummary = {
  /** Index of the batch it was for; null for a change of roles alone. */
  readonly batch: number | null;
  readonly outcome: 'done' | 'undone';
  /** How long writes were refused; null where nobody saw their end. */
  readonly pauseMs: number | null;
};

export type Summary = {
  readonly batches: readonly BatchSummary[];
  readonly flips: readonly FlipSummary[];
  /** Rows found equal on both sides, all comparisons of the run together. */
  readonly rowsCompared: number;
  /** An earlier command began the run: what that did is in no event here. */
  readonly resumed: boolean;
  /** How it ended; null as long as it runs, and after an error. */
  readonly ending: Ending | null;
  /** Unix times in ms of the first and the latest event; null before the first. */
  readonly time: { readonly from: number; readonly to: number } | null;
  /** How many steps the rules called for. */
  readonly steps: number;
  /** A deploy of stored programs that had died was ended, which no step does. */
  readonly endedDeploy: boolean;
  /** The batch that later events belong to, and whether this run has worked on it. */
  readonly current: { readonly index: number; readonly worked: boolean };
};

export const emptySummary: Summary = {
  batches: [],
  flips: [],
  rowsCompared: 0,
  resumed: false,
  ending: null,
  time: null,
  steps: 0,
  endedDeploy: false,
  current: { index: 0, worked: false },
};

/** The summary with one more event in it. */
export function summarize(summary: Summary, { at, event }: TimedEvent): Summary {
  const time = { from: summary.time?.from ?? at, to: at };
  return { ...summary, time, ...changes(summary, event) };
}

function changes(summary: Summary, event: RunEvent): Partial<Summary> {
  if (isEnding(event)) return { ending: event };
  switch (event.type) {
    case 'planned':
      return { batches: batchesOf(event.plan), resumed: event.resumed };
    case 'step':
      // Once a leg has run, what follows belongs to it, although the plan then stands at the next batch already.
      return {
        steps: summary.steps + 1,
        ...(summary.current.worked && event.step !== 'fence'
          ? {}
          : { current: { index: event.view.index, worked: summary.current.worked } }),
      };
    case 'action-done':
      return addAction(summary, event.action, event.ms);
    case 'warnings':
      return event.findings.some(({ id }) => endings.has(id)) ? { endedDeploy: true } : {};
    case 'progress':
      return { rowsCompared: summary.rowsCompared + (event.progress.rows ?? 0) };
    case 'flipped':
      return { flips: [...summary.flips, flipOf(summary, 'done', event.pauseMs)] };
    case 'flip-undone':
      return { flips: [...summary.flips, flipOf(summary, 'undone', event.pauseMs)] };
    default:
      return {};
  }
}

/** What `recover` says of a deploy that it ended. */
const endings: ReadonlySet<string> = new Set(['deploy-ended', 'deploy-put-back']);

const noTimes: SideTimes = { alterMs: 0, catchUpMs: 0, verifyMs: 0 };

function batchesOf({ batches }: Plan): readonly BatchSummary[] {
  return batches.map(batch => ({
    strategy: batch.oneLeg === true ? 'back' : batch.strategy,
    migrations: namesIn(batch),
    sides: { a: noTimes, b: noTimes },
  }));
}

function flipOf(
  { batches, current }: Summary,
  outcome: FlipSummary['outcome'],
  pauseMs: number | null,
): FlipSummary {
  return { batch: current.index < batches.length ? current.index : null, outcome, pauseMs };
}

function addAction(summary: Summary, action: Action, ms: number): Partial<Summary> {
  const { index } = summary.current;
  switch (action.do) {
    case 'run-batch':
      return {
        current: { index: action.index, worked: true },
        batches: addTime(summary.batches, action.index, action.side, { alterMs: ms }),
      };
    case 'wait-applied':
      return action.why === 'drain'
        ? {}
        : { batches: addTime(summary.batches, index, action.side, { catchUpMs: ms }) };
    case 'verify':
      return { batches: addTime(summary.batches, index, otherSide(action.active), { verifyMs: ms }) };
    default:
      return {};
  }
}

function addTime(
  batches: readonly BatchSummary[],
  index: number,
  side: Side,
  more: Partial<SideTimes>,
): readonly BatchSummary[] {
  return batches.map((batch, at) => {
    if (at !== index) return batch;
    const { alterMs, catchUpMs, verifyMs } = batch.sides[side];
    const times = {
      alterMs: alterMs + (more.alterMs ?? 0),
      catchUpMs: catchUpMs + (more.catchUpMs ?? 0),
      verifyMs: verifyMs + (more.verifyMs ?? 0),
    };
    return { ...batch, sides: { ...batch.sides, [side]: times } };
  });
}
