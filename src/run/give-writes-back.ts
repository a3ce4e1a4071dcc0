/**
 * Goes on with an open run just until the pair is steady again: a runner that died in a flip has left writes off, and
 * nothing that a command asks first (files, replicas, preflight) is worth a longer pause.
 */
import type { RunEvent } from '../engine/event.js';
import { convergeRun } from './converge-run.js';
import type { Run } from './engine-ports.js';
import { isSteady } from './is-steady.js';

/** The flip is finished or undone by the rules, as ever. False when it came to a block instead, which is passed on. */
export async function* giveWritesBack(run: Run): AsyncGenerator<RunEvent, boolean> {
  if (run.journal.facts().intent === null || (await isSteady(run.watched))) return true;
  for await (const event of convergeRun(run, { signal: AbortSignal.abort() })) {
    if (event.type === 'interrupted') return true;
    yield event;
  }
  return false;
}
