/**
 * The view for a terminal: one live line per step, which stays with its time when the step is done. Each step is a
 * task list of its own, so that the list is never taller than the screen and everything else can be printed
 * between two steps. listr2 is a view here: it knows nothing of the work, its errors or signals.
 */
import type { RunEvent } from '../../engine/event.js';
import { oneLine } from '../../one-line.js';
import type { Output } from '../output.js';
import { describeDuration } from './duration.js';
import { eventLines } from './event-lines.js';
import { type LiveTask, openTask } from './live-task.js';
import { describeProgress } from './progress.js';
import type { Renderer } from './renderer.js';

export const renderTasks: Renderer = async (events, { output, signal }) => {
  let task: LiveTask | null = openTask('look at the pair and prepare');
  const warnings: RunEvent[] = [];
  const onAbort = (): void => {
    // The cursor may stand behind a question.
    if (task === null) output.print(`\n${signal.reason}`);
    else task.remark(String(signal.reason));
  };
  signal.addEventListener('abort', onAbort);
  try {
    for await (const { event } of events) {
      if (!belongsToTask(event)) {
        await endTask(task, event);
        task = null;
        for (const warning of warnings.splice(0)) say(warning, output);
      }
      if (event.type === 'step') task = openTask(event.title);
      else if (event.type === 'warnings') warnings.push(event);
      else if (belongsToTask(event)) showDetail(task, event);
      else if (!endsStep(event)) say(event, output);
    }
    await task?.end('done');
  } catch (error) {
    await task?.end('failed');
    for (const warning of warnings) say(warning, output);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

type DetailEvent = Extract<
  RunEvent,
  { readonly type: 'action' | 'progress' | 'action-done' | 'queued' | 'warnings' }
>;
type EndEvent = Extract<RunEvent, { readonly type: 'step-done' | 'action-failed' }>;

/** Between two live lines; the first line of good and of bad news has its colour. */
function say(event: RunEvent, { print, colors }: Output): void {
  const good = event.type === 'flipped' || event.type === 'goal';
  const bad = event.type === 'flip-undone' || event.type === 'blocked';
  const paint = good ? colors.green : bad ? colors.yellow : String;
  const [first = '', ...rest] = eventLines(event);
  for (const line of [paint(first), ...rest]) print(line);
}

/** Shown within the live line, or after it: preparing goes on while there are warnings. */
function belongsToTask(event: RunEvent): event is DetailEvent {
  return ['action', 'progress', 'action-done', 'queued', 'warnings'].includes(event.type);
}

/** Told by the live line itself when it ends. */
function endsStep(event: RunEvent): event is EndEvent {
  return event.type === 'step-done' || event.type === 'action-failed';
}

function showDetail(task: LiveTask | null, event: DetailEvent): void {
  if (event.type === 'queued') task?.show(eventLines(event)[0] ?? '');
  if (event.type === 'progress') task?.show(describeProgress(event.progress));
  if (event.type === 'action') task?.show(oneLine(event.statements[0] ?? '', 70));
}

async function endTask(task: LiveTask | null, event: RunEvent): Promise<void> {
  if (event.type === 'action-failed') await task?.end('failed', oneLine(event.why));
  else await task?.end('done', event.type === 'step-done' ? describeDuration(event.ms) : undefined);
}
