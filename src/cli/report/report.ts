/** What is kept of a run when it is over: added up from its events, without anything that is only for the screen. Pure. */
import type { RunEvent } from '../../engine/event.js';
import { describeLeftSo } from '../../engine/left-so.js';
import type { StepId } from '../../engine/rules.js';
import type { Finding } from '../../errors.js';
import { type PlanJson, planJson } from '../../plan/plan-json.js';
import { describeError, type ErrorEvent, errorEvent } from '../describe-error.js';
import { type ExitCode, exitCodeOf, exitCodeOfEnding, isEnding } from '../exit.js';
import { describeRoles } from '../render/roles.js';
import type { TimedEvent } from '../render/timed-event.js';
import { emptySummary, type Summary, summarize } from '../summarize.js';

export type ReportedStep = {
  /** Unix ms, the runner's clock; others too. */
  readonly at: number;
  readonly step: StepId;
  readonly title: string;
  /** Null for one that did not come to its end. */
  readonly ms: number | null;
  readonly failure: string | null;
};

export type Outcome = {
  /** `running`: the runner ended without a word, or is still at work. */
  readonly kind: 'running' | 'done' | 'blocked' | 'interrupted' | 'failed';
  readonly exitCode: ExitCode | null;
  readonly why: string;
  readonly next: string;
  readonly error?: ErrorEvent;
};

export type Report = {
  readonly goal: 'migrate' | 'flip';
  readonly startedAt: number;
  readonly runId: string | null;
  readonly plan: PlanJson | null;
  readonly steps: readonly ReportedStep[];
  readonly warnings: readonly Finding[];
  /** Comparisons of rows that found both sides equal. */
  readonly proofs: readonly { readonly at: number; readonly what: string; readonly rows: number }[];
  readonly givenUp: readonly { readonly at: number; readonly why: string }[];
  readonly summary: Summary;
  readonly outcome: Outcome;
};

export function beginReport(goal: Report['goal'], startedAt: number): Report {
  return {
    goal,
    startedAt,
    runId: null,
    plan: null,
    steps: [],
    warnings: [],
    proofs: [],
    givenUp: [],
    summary: emptySummary,
    outcome: {
      kind: 'running',
      exitCode: null,
      why: 'the run has not ended, or its runner ended without a word',
      next: `run \`dbshift ${goal}\` again: it looks at the pair and goes on from there`,
    },
  };
}

/** The report with one more event in it. */
export function reportEvent(report: Report, timed: TimedEvent): Report {
  return {
    ...report,
    summary: summarize(report.summary, timed),
    ...changes(report, timed),
  };
}

function changes(report: Report, { at, event }: TimedEvent): Partial<Report> {
  if (isEnding(event)) return { outcome: outcomeOf(report, event) };
  switch (event.type) {
    case 'planned':
      return { runId: event.runId, plan: planJson(event.plan) };
    case 'opened':
      return { runId: event.runId };
    case 'warnings':
      return { warnings: [...report.warnings, ...event.findings] };
    case 'step': {
      const { step, title } = event;
      return { steps: [...report.steps, { at, step, title, ms: null, failure: null }] };
    }
    case 'step-done':
      return { steps: withLast(report.steps, { ms: event.ms }) };
    case 'action-failed':
      return { steps: withLast(report.steps, { failure: event.why }) };
    case 'flip-undone':
      return { givenUp: [...report.givenUp, { at, why: event.why }] };
    case 'progress': {
      const { what, rows } = event.progress;
      return rows === undefined ? {} : { proofs: [...report.proofs, { at, what, rows }] };
    }
    default:
      return {};
  }
}

function withLast(steps: readonly ReportedStep[], more: Partial<ReportedStep>): readonly ReportedStep[] {
  return steps.map((step, index) => (index === steps.length - 1 ? { ...step, ...more } : step));
}

type Ending = Parameters<typeof exitCodeOfEnding>[0];

function outcomeOf({ goal }: Report, event: Ending): Outcome {
  const exitCode = exitCodeOfEnding(event);
  switch (event.type) {
    case 'goal':
      return { kind: 'done', exitCode, why: describeRoles(event.view), next: 'nothing' };
    case 'interrupted':
      return {
        kind: 'interrupted',
        exitCode,
        why: [event.why ?? 'stopped as told', describeRoles(event.view)].join('; '),
        next: `run \`dbshift ${goal}\` again, it goes on from here; left so, ${describeLeftSo(event.view)}`,
      };
    case 'blocked':
      return { kind: 'blocked', exitCode, why: event.why, next: event.advice };
    default: {
      const never: never = event;
      return never;
    }
  }
}

/** For a run that ended with an error. */
export function reportError(report: Report, error: unknown): Report {
  const told = errorEvent(error);
  const outcome: Outcome = {
    kind: 'failed',
    exitCode: exitCodeOf(error),
    why: describeError(error, { stack: false }),
    next: told.hint ?? report.outcome.next,
    error: told,
  };
  return { ...report, outcome };
}

/** What a report must not be written for in the middle of a pause of writes: everything from the fence on. */
export function isCalm(event: RunEvent): boolean {
  return event.type === 'step' && event.step !== 'fence' && event.view.situation === 'steady';
}
