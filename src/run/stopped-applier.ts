/**
 * A comparison stops the passive's applier for a moment, again and again. While a run is open its rules start whatever
 * should apply, by looking; else a stopped applier is somebody's wish, unless the journal says that it was ours.
 */
import type { Side } from '../pair/side.js';
import { readReplication } from '../server/read-replication.js';
import type { Run } from './engine-ports.js';

/** Carries `work` out with a record beside it that the applier may be left stopped. The lock must be held. */
export async function withRecordedStops<T>(run: Run, side: Side, work: () => Promise<T>): Promise<T> {
  const { journal } = run;
  if (journal.facts().intent !== null) return work();
  await journal.append({ kind: 'changed', side, name: 'applier', old: 'running' });
  try {
    return await work();
  } finally {
    // What has failed is told as it is; where the applier cannot be seen running, the record stays.
    await forgetStop(run, side).catch(() => undefined);
  }
}

/**
 * Starts what a comparison that died has left stopped. For a command that has just taken the lock, before anything that
 * expects both sides to replicate. An open run is left to its rules: there a stopped applier may have to stay so.
 */
export async function startLeftStopped(run: Run): Promise<void> {
  const { changed, intent } = run.journal.facts();
  if (intent !== null) return;
  for (const { side, name } of changed) {
    if (name !== 'applier') continue;
    for (const sql of run.pair.flavor.startApplier()) await run.pair.control(side).send(sql);
    await forgetStop(run, side);
  }
}

async function forgetStop({ pair, journal }: Run, side: Side): Promise<void> {
  const { applier } = await readReplication(pair.control(side), pair.flavor);
  const setting = journal.facts().changed.find(one => one.name === 'applier' && one.side === side);
  // With an error it stands for a reason of its own.
  if (setting === undefined || (applier !== 'running' && applier !== 'broken')) return;
  await journal.append({ kind: 'restored', side, name: 'applier', ofRun: setting.runId });
}
