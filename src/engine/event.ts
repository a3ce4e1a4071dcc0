/** What a run tells its watchers. Views (task list, plain lines, JSON) are made of these and nothing else. */
import type { Finding } from '../errors.js';
import type { Side } from '../pair/side.js';
import type { View } from '../pair/view.js';
import type { Plan } from '../plan/plan.js';
import type { PlanPart } from '../plan/plan-parts.js';
import type { Action } from './action.js';
import type { Progress } from './ports.js';
import type { StepId } from './rules.js';

export type RunEvent =
  /** What preflight found and does not refuse. */
  | { readonly type: 'warnings'; readonly findings: readonly Finding[] }
  /**
   * The plan that was reviewed is what would run: `holds` as planned now, `open` as the open run has it; `done`: all of
   * it is recorded. `lacking` is what the reviewed plan does not know, so that nobody compared it.
   */
  | {
      readonly type: 'reviewed';
      readonly fingerprint: string;
      readonly outcome: 'holds' | 'open' | 'done';
      readonly compared: readonly PlanPart[];
      readonly lacking: readonly string[];
    }
  /** Before anything is done: what will run. `resumed`: an open run of the same plan goes on. */
  | { readonly type: 'planned'; readonly plan: Plan; readonly runId: string; readonly resumed: boolean }
  /** The same for a change of roles alone. */
  | {
      readonly type: 'opened';
      readonly runId: string;
      readonly goal: 'flip';
      readonly resumed: boolean;
    }
  | { readonly type: 'step'; readonly step: StepId; readonly title: string; readonly view: View }
  | { readonly type: 'action'; readonly action: Action; readonly statements: readonly string[] }
  | { readonly type: 'progress'; readonly action: Action; readonly progress: Progress }
  | { readonly type: 'action-done'; readonly action: Action; readonly ms: number }
  | { readonly type: 'step-done'; readonly step: StepId; readonly ms: number }
  /**
   * Writes were refused for so long: from the request for the fence until the pointer named the new active. Null where
   * another run moved it, and died before it said so.
   */
  | { readonly type: 'flipped'; readonly from: Side; readonly to: Side; readonly pauseMs: number | null }
  /** A flip was given up, `from` is writable again. */
  | { readonly type: 'flip-undone'; readonly from: Side; readonly pauseMs: number; readonly why: string }
  /** An action failed while writes were paused: the engine looks again instead of stopping there. */
  | { readonly type: 'action-failed'; readonly action: Action; readonly why: string }
  /** Another run holds the lock; this one waits for it to end. Times in ms. */
  | {
      readonly type: 'queued';
      readonly holder: string;
      readonly waitedMs: number;
      readonly timeoutMs: number;
    }
  | {
      readonly type: 'waiting';
      readonly id: 'approval-needed' | 'flip-window';
      readonly why: string;
      readonly advice: string;
    }
  | { readonly type: 'goal'; readonly view: View }
  /** Told to stop; the pair is steady and the same command goes on from here. `why`: an action was left. */
  | { readonly type: 'interrupted'; readonly view: View; readonly why?: string }
  | {
      readonly type: 'blocked';
      readonly id: string;
      readonly why: string;
      readonly advice: string;
      readonly view: View;
    };
