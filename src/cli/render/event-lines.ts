/** What happened, in words: the one text for every event, used by all views that people read. */

import type { RunEvent } from '../../engine/event.js';
import { describeLeftSo } from '../../engine/left-so.js';
import { oneLine } from '../../one-line.js';
import { namesIn } from '../../plan/names-in.js';
import type { Plan } from '../../plan/plan.js';
import { describeDuration, describePause } from './duration.js';
import { describeFindings } from './findings.js';
import { describeProgress } from './progress.js';
import { describeRoles } from './roles.js';

/** The lines for one event. */
export function eventLines(event: RunEvent): readonly string[] {
  switch (event.type) {
    case 'warnings':
      return ['warnings, no reason to stop:', ...describeFindings(event.findings)];
    case 'reviewed':
      return describeReviewed(event);
    case 'planned':
      return describePlanned(event.plan, event.runId, event.resumed);
    case 'opened':
      return [`run ${event.runId} ${event.resumed ? 'goes on' : 'begins'}: ${event.goal}`];
    case 'step':
      return [event.title];
    case 'action':
      return event.statements.map(statement => `  ${oneLine(statement)}`);
    case 'progress':
      return [`  ${describeProgress(event.progress)}`];
    case 'action-done':
      return [];
    case 'step-done':
      return [`  done in ${describeDuration(event.ms)}`];
    case 'flipped':
      return [`${event.to} is active now, writes were paused for ${describePause(event.pauseMs)}`];
    case 'flip-undone':
      return [
        `the flip was given up, ${event.from} is writable again after ${describePause(event.pauseMs)}: ${event.why}`,
      ];
    case 'action-failed':
      return [`  failed: ${oneLine(event.why)}`];
    case 'queued':
      return [
        `${event.holder}: waited ${describeDuration(event.waitedMs)} of ${describeDuration(event.timeoutMs)}`,
      ];
    case 'waiting':
      return [event.why, `→ ${event.advice}`];
    case 'goal':
      return [`done: ${describeRoles(event.view)}`];
    case 'interrupted':
      return [
        ...(event.why === undefined ? [] : [event.why]),
        `stopped: ${describeRoles(event.view)}`,
        `left so: ${describeLeftSo(event.view)}`,
        '→ run the same command again, it goes on from here',
      ];
    case 'blocked':
      return [event.why, `→ ${event.advice}`];
    default: {
      const never: never = event;
      return never;
    }
  }
}

type ReviewedEvent = Extract<RunEvent, { readonly type: 'reviewed' }>;

function describeReviewed({ fingerprint, outcome, compared, lacking }: ReviewedEvent): readonly string[] {
  const plan = `the reviewed plan ${fingerprint.slice(0, 12)}`;
  if (outcome === 'done') return [`${plan} is done: all its migrations are recorded on both sides`];
  const holds = outcome === 'open' ? 'is that of the open run' : 'is what would be run now';
  return [
    `${plan} ${holds}: the same ${compared.join(', ')}`,
    ...(lacking.length === 0
      ? []
      : [`not compared, the reviewed plan does not have it: ${lacking.join(', ')}`]),
  ];
}

function describePlanned({ fingerprint, batches }: Plan, runId: string, resumed: boolean): readonly string[] {
  const size = batches.length === 1 ? '1 batch' : `${batches.length} batches`;
  return [
    `run ${runId} ${resumed ? 'goes on' : 'begins'}: plan ${fingerprint.slice(0, 12)} with ${size}`,
    ...batches.map(batch => {
      const { strategy, why, oneLeg } = batch;
      return `  ${oneLeg === true ? 'back' : strategy}: ${namesIn(batch).join(', ')} (${why})`;
    }),
  ];
}
