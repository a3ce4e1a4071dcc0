/** Converges a run that is open, writes its end down, and tidies up after a DDL that failed. */
import { type ConvergeOptions, converge } from '../engine/converge.js';
import type { RunEvent } from '../engine/event.js';
import { enginePorts, type Run } from './engine-ports.js';
import { recordDeployed } from './programs/record-deployed.js';
import { retreat } from './retreat.js';

export type Stopping = ConvergeOptions;

export async function* convergeRun(run: Run, stopping: Stopping): AsyncGenerator<RunEvent, void> {
  const ports = enginePorts(run);
  try {
    for await (const event of converge(ports, stopping)) {
      if (event.type === 'goal') {
        const { intent } = run.journal.facts();
        const abandoned = intent?.goal === 'abort' || intent?.goal === 'rollback';
        if (intent !== null && !abandoned) yield* recordDeployed(run, intent, event.view.active);
        await run.journal.append({ kind: 'end', outcome: abandoned ? 'abandoned' : 'done' });
      }
      yield event;
    }
  } catch (error) {
    throw await retreat(run, ports, error);
  }
}
