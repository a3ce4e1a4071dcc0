/** Takes the pair for a deploy: lock, no open run, steady, ended what died, and everything that preflight asks for. */
import type { Config } from '../../config/config.js';
import { openDeployJournal } from '../../journal/deploy-journal.js';
import { otherSide } from '../../pair/side.js';
import { halfDone } from '../../programs/deploy-record.js';
import { connectPair } from '../connect-pair.js';
import { prepareRun } from '../engine-ports.js';
import { settingsIfAny } from '../migration-settings-if-any.js';
import { withNamedPrivileges } from '../name-privileges.js';
import { queueForLock } from '../queue-for-lock.js';
import type { RunOptions } from '../run-options.js';
import { startLeftStopped } from '../stopped-applier.js';
import type { DeployEvent } from './deploy-event.js';
import type { Deploying } from './deploying.js';
import { checked, refuseOpenRun, steadyActive } from './may-deploy.js';
import { endHalfDone } from './put-back.js';
import { lockPassive, openPassive } from './with-open-passive.js';

export type TakeOptions = Pick<RunOptions, 'signal' | 'lockTimeoutMs'> & {
  /** Nothing else is done than ending what died: preflight is not asked. */
  readonly endOnly?: true;
};

/** Hands the pair over, and leaves it as it was found. Throws ShiftError where it must not be touched. */
export async function* withTakenPair<T>(
  config: Config,
  options: TakeOptions,
  work: (deploying: Deploying) => AsyncGenerator<DeployEvent, T>,
): AsyncGenerator<DeployEvent, T> {
  const settings = await settingsIfAny(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = prepareRun(config, settings, pair);
    for await (const event of queueForLock(run, { ...options, goal: 'migrate' }))
      if (event.type === 'queued') yield event;
    await withNamedPrivileges(run, 'migrate', () => run.journal.reload());
    refuseOpenRun(run);
    const active = await steadyActive(run);
    await startLeftStopped(run);
    await openPassive(run, otherSide(active));
    try {
      const deploying = { run, active, signal: options.signal, deploys: openDeployJournal(pair.watch) };
      yield* endWhatDied(deploying);
      if (options.endOnly !== true) yield* checked(run);
      return yield* work(deploying);
    } finally {
      await lockPassive(run, otherSide(active)).catch(() => undefined);
    }
  } finally {
    await close();
  }
}

async function* endWhatDied(deploying: Deploying): AsyncGenerator<DeployEvent, void> {
  const died = halfDone(await deploying.deploys.newest());
  if (died !== null) yield* endHalfDone(deploying, died, []);
}
