/** What a command tells that finds its goal reached before it began: the pair as it is. */
import type { RunEvent } from '../engine/event.js';
import { viewOf } from '../pair/view.js';
import { enginePorts, type Run } from './engine-ports.js';

export async function* nothingToDo(run: Run): AsyncGenerator<RunEvent, void> {
  const ports = enginePorts(run);
  yield { type: 'goal', view: viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits) };
}
