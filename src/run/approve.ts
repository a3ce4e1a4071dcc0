/** `dbshift approve`: what a person allows the open run, from any machine that reaches the servers. */
import type { Config } from '../config/config.js';
import { brokenBeforeItsLeg, inWindow } from '../engine/predicates.js';
import { BlockedError } from '../errors.js';
import { openJournal } from '../journal/journal.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import type { Side } from '../pair/side.js';
import { type View, viewOf } from '../pair/view.js';
import { commandFor } from './command-name.js';
import { withPair } from './connect-pair.js';
import { enginePorts, prepareRun } from './engine-ports.js';
import { approval, windowEntry } from './open-run.js';

/** Lets the open run flip. Throws BlockedError when no run is open. */
export async function approveFlip(config: Config): Promise<{ readonly runId: string }> {
  return withPair(config, 'any', async pair => {
    const journal = openJournal(pair.watch);
    const { intent } = await journal.reload();
    if (intent === null) throw new BlockedError('no run is open, so there is nothing to approve');
    await journal.append(approval());
    return { runId: intent.runId };
  });
}

export type Finished = {
  readonly runId: string;
  /** What goes on with the run, and the side that gets its leg then. */
  readonly command: string;
  readonly side: Side;
  /** The server's error, where the applier of that side has stopped: its leg forgets it and goes on where it stopped. */
  readonly stopped: string | null;
};

/** Ends the rollback window that is open. Throws BlockedError where there is none, or where a rollback was quicker. */
export async function approveFinish(config: Config): Promise<Finished> {
  const settings = await readMigrationSettings(config);
  return withPair(config, 'any', async pair => {
    const run = prepareRun(config, settings, pair);
    const ports = enginePorts(run);
    const { intent, ...facts } = await run.journal.reload();
    if (intent === null) throw new BlockedError('no run is open, so there is nothing to approve');
    const view = viewOf(await ports.observe(null, false), { ...facts, intent }, ports.limits);
    assertWindow(view);
    await run.journal.append(windowEntry('finish', view.index));
    const after = await run.journal.reload();
    if (after.rollingBack !== null || !after.finished.includes(view.index)) throw rollingBack();
    return {
      runId: intent.runId,
      command: commandFor(intent, after),
      side: view.passive,
      stopped: stopOf(view),
    };
  });
}

function assertWindow(view: View): void {
  if (view.hold === 'back') throw rollingBack();
  if (inWindow(view)) return;
  if (view.situation === 'lost')
    throw new BlockedError(
      'a server cannot be reached, so it is not known whether a rollback window is open',
    );
  throw new BlockedError('no rollback window is open, so there is nothing to finish', {
    hint: 'it opens when a run that was begun with `--hold-after-flip` has flipped',
  });
}

function rollingBack(): BlockedError {
  return new BlockedError('a rollback is under way, and nothing turns it around', {
    hint: '`dbshift rollback` goes on with it',
  });
}

function stopOf(view: View): string | null {
  const mends = view.passiveApplier === 'broken' && brokenBeforeItsLeg({ ...view, hold: 'none' });
  return mends ? (view.detail.passive ?? '') : null;
}
