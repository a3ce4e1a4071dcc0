/**
 * After a statement of a leg failed. The active was not touched; the passive stands at a place of the plan that was
 * proved to take old events, so it applies again instead of falling behind for hours. A run of which nothing was
 * done is closed, so that the file can be mended and planned anew.
 */

import type { Ports } from '../engine/ports.js';
import { FailedError, ShiftError } from '../errors.js';
import { type View, viewOf } from '../pair/view.js';
import { ServerError } from '../server/server-error.js';
import type { Run } from './engine-ports.js';

/** Returns the error to throw: the given one, with what was done about it in its hint. */
export async function retreat(run: Run, ports: Ports, error: unknown): Promise<unknown> {
  if (!(error instanceof FailedError) || error instanceof ServerError) return error;
  try {
    ports.assertLocked();
    const state = await ports.observe(null, false);
    const view = viewOf(state, await run.journal.reload(), ports.limits);
    if (view.situation !== 'steady' || view.batch === 'none') return error;
    return await leaveBatch(run, ports, { view, error });
  } catch {
    // The pair could not be looked at: what failed first is what a person must read.
    return error;
  }
}

type Failure = { readonly view: View; readonly error: FailedError };

async function leaveBatch(run: Run, ports: Ports, { view, error }: Failure): Promise<unknown> {
  const untouched = view.activeLevel === 'old' && view.passiveLevel === 'old' && view.index === 0;
  if (view.batch === 'flip' && view.passiveApplier === 'held' && view.activeLevel === 'old') {
    await followAgain(run, ports, view);
  }
  if (untouched) {
    for (const setting of view.own)
      await ports.perform({ do: 'restore-setting', setting }, view, () => undefined);
    for (const { side, name, runId } of view.own)
      await run.journal.append({ kind: 'restored', side, name, ofRun: runId });
    await ports.perform({ do: 'start-replication', side: view.active }, view, () => undefined);
    await run.journal.append({ kind: 'end', outcome: 'abandoned' });
  }
  const now = untouched
    ? 'Nothing was changed; both sides replicate as before. Mend the migration and run `dbshift migrate` again.'
    : `The active ${view.active} was not touched; the passive ${view.passive} follows it. Mend the cause and run \`dbshift migrate\` again: it goes on after the last statement that worked.`;
  return new ShiftError(error.code, error.message, {
    hint: [error.hint, now].filter(Boolean).join('\n'),
    findings: error.findings,
    cause: error,
  });
}

async function followAgain(run: Run, ports: Ports, view: View): Promise<void> {
  const conversions = view.current?.conversions ?? [];
  if (conversions.length > 0 && view.passiveLevel === 'partial') {
    if (!view.own.some(({ name, side }) => name === 'conversions' && side === view.passive)) {
      await run.journal.append({ kind: 'changed', side: view.passive, name: 'conversions', old: '' });
    }
    await ports.perform({ do: 'set-conversions', side: view.passive, conversions }, view, () => undefined);
  }
  await ports.perform({ do: 'start-replication', side: view.passive }, view, () => undefined);
}
