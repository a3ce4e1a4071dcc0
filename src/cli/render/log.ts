/** The view for pipes, log files and CI: plain lines, each with its time in UTC and the step it belongs to. */
import type { RunEvent } from '../../engine/event.js';
import { eventLines } from './event-lines.js';
import { newThrottle } from './progress.js';
import type { Renderer } from './renderer.js';

/** As wide as the longest step. */
const labelWidth = 12;

export const renderLog: Renderer = async (events, { output, signal }) => {
  let step = 'plan';
  let isDue = newThrottle(0);
  const print = (at: number, label: string, lines: readonly string[]): void => {
    const time = new Date(at).toISOString();
    for (const line of lines) output.print(`${time}  ${label.padEnd(labelWidth)}  ${line}`);
  };
  signal.addEventListener('abort', () => print(Date.now(), 'stopping', [String(signal.reason)]));
  for await (const { at, event } of events) {
    if (event.type === 'step') step = event.step;
    if (event.type === 'action') isDue = newThrottle(at);
    if (event.type === 'progress' && !isDue(event.progress, at)) continue;
    print(at, labelOf(event, step), eventLines(event));
  }
};

/** Steps are labelled with their id, and what a run says about itself with a word of its own. */
function labelOf(event: RunEvent, step: string): string {
  switch (event.type) {
    case 'warnings':
      return 'warning';
    case 'reviewed':
    case 'planned':
    case 'opened':
      return 'plan';
    case 'flipped':
    case 'flip-undone':
      return 'flip';
    case 'queued':
    case 'waiting':
    case 'blocked':
      return event.type;
    case 'goal':
    case 'interrupted':
      return 'end';
    default:
      return step;
  }
}
