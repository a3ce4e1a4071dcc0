/** Runs what tells events, shows them, and turns how it ended into an exit code. Decides nothing. */
import type { RunEvent } from '../engine/event.js';
import type { RunOptions } from '../run/run-options.js';
import { ask } from './ask.js';
import { type Context, canAsk } from './context.js';
import { type ExitCode, exitCodeOfEnding } from './exit.js';
import { heldWhilePaused } from './render/held-while-paused.js';
import type { Renderer } from './render/renderer.js';
import { describeSummary, summaryEvent } from './render/summary.js';
import { type TimedEvent, timed } from './render/timed-event.js';
import type { ReportEnd, ReportKeeper } from './report/write-report.js';
import { startDeadline } from './run-deadline.js';
import { type RunningDdl, runningDdl, stopMessage } from './stop-message.js';
import { withStopSignals } from './stop-signals.js';
import { emptySummary, type Summary, summarize } from './summarize.js';
import { toTheEnd } from './to-the-end.js';
import { withApproval } from './with-approval.js';

export type Run = {
  /** Starts the run; it ends where the pair is steady once `signal` is aborted, and leaves a DDL with `leave`. */
  start(signals: Pick<RunOptions, 'signal' | 'leave'>): AsyncIterable<RunEvent>;
  /** Writes down the approval of the person at the terminal. */
  approve(): Promise<unknown>;
  /** `--max-time`, in ms. */
  readonly maxTimeMs?: number;
  /** Where a report is kept, if one is. */
  readonly report?: ReportKeeper;
};

export async function watchRun(run: Run, context: Context): Promise<ExitCode> {
  const { output, json } = context;
  try {
    const summary = await showRun(run, context);
    const report = await run.report?.end();
    if (json)
      output.print(JSON.stringify({ ...summaryEvent(summary), ...(report && { report: report.path }) }));
    else for (const line of describeSummary(summary)) output.print(line);
    sayReport(report, context);
    if (summary.ending === null) throw new Error('the run ended without saying how');
    return exitCodeOfEnding(summary.ending);
  } catch (error) {
    const report = await run.report?.end(error);
    sayReport(report, context);
    throw error;
  }
}

function sayReport(report: ReportEnd | undefined, { output, json }: Context): void {
  if (report === undefined) return;
  if (report.problem !== null) output.warn(report.problem);
  else if (!json) output.print(`report: ${report.path}`);
}

async function showRun({ start, approve, maxTimeMs, report }: Run, context: Context): Promise<Summary> {
  const render = await loadRenderer(context);
  let summary = emptySummary;
  let ddl: RunningDdl = null;
  const see = async (event: TimedEvent): Promise<void> => {
    summary = summarize(summary, event);
    ddl = runningDdl(ddl, event.event);
    await report?.see(event);
  };
  const tell = (): string => stopMessage(ddl);
  await withStopSignals(tell, async stop => {
    const deadline = startDeadline(stop, maxTimeMs);
    const events = start({ signal: stop.signal, leave: deadline.leave });
    const answered = canAsk(context) ? withApproval(events, { ask, approve, stop }) : events;
    const shown = heldWhilePaused(seenBy(see, timed(answered, Date.now)));
    const options = { output: context.output, signal: stop.signal };
    await toTheEnd(shown, view => render(view, options)).finally(deadline.end);
  });
  return summary;
}

async function* seenBy(
  see: (event: TimedEvent) => Promise<void>,
  events: AsyncIterable<TimedEvent>,
): AsyncGenerator<TimedEvent, void> {
  for await (const event of events) {
    await see(event);
    yield event;
  }
}

/** One at a time: a pipeline does not load what draws on terminals. */
async function loadRenderer({ output, json }: Context): Promise<Renderer> {
  if (json) return (await import('./render/json.js')).renderJson;
  if (output.live) return (await import('./render/tasks.js')).renderTasks;
  return (await import('./render/log.js')).renderLog;
}
