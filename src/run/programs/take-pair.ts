/** Takes the pair for a deploy: lock, no open run, steady, ended what died, and everything that preflight asks for. */
import type { Config } from '../../config/config.js';
import { BlockedError } from '../../errors.js';
import { openDeployJournal } from '../../journal/deploy-journal.js';
import { otherSide, type Side } from '../../pair/side.js';
import { halfDone } from '../../programs/deploy-record.js';
import { checkPair } from '../check-pair.js';
import { commandFor } from '../command-name.js';
import { connectPair } from '../connect-pair.js';
import { prepareRun, type Run } from '../engine-ports.js';
import { isSteady } from '../is-steady.js';
import { settingsIfAny } from '../migration-settings-if-any.js';
import { withNamedPrivileges } from '../name-privileges.js';
import { queueForLock } from '../queue-for-lock.js';
import { readPointers } from '../read-pointers.js';
import type { RunOptions } from '../run-options.js';
import { startLeftStopped } from '../stopped-applier.js';
import type { DeployEvent } from './deploy-event.js';
import type { Deploying } from './deploying.js';
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
      const deploying = { run, active, deploys: openDeployJournal(pair.watch) };
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
  if (died !== null) yield* endHalfDone(deploying, died);
}

/** Throws PreflightError with everything that is missing. */
async function* checked(run: Run): AsyncGenerator<DeployEvent, void> {
  const findings = await checkPair(run, {
    goal: 'migrate',
    resuming: false,
    features: ['deploys', 'programs', 'definers'],
  });
  if (findings.length > 0) yield { type: 'warnings', findings };
}

/** Throws BlockedError: what a run changes and what a deploy changes must not come in between each other. */
function refuseOpenRun({ journal }: Run): void {
  const facts = journal.facts();
  if (facts.intent === null) return;
  const command = commandFor(facts.intent, facts);
  throw new BlockedError(`run ${facts.intent.runId} (${command}) is still open`, {
    hint: `finish it first: \`dbshift ${command}\``,
  });
}

/** Throws BlockedError where nobody, or the wrong side, accepts writes. */
async function steadyActive({ watched, pointers }: Run): Promise<Side> {
  const pointer = await readPointers(pointers);
  if (pointer.kind === 'names' && (await isSteady(watched))) return pointer.side;
  throw new BlockedError(
    'the pair is not steady: the side that the pointer names must accept writes, it alone',
    {
      hint: '`dbshift recover` brings it there; `dbshift status` shows it',
    },
  );
}
