/**
 * `dbshift procs deploy --via-flip`: a run whose plan has stored programs and nothing else. They are replaced on the
 * passive, unlogged, the roles change, and the other side gets them: no caller meets one that is missing, or two that do
 * not belong together.
 */

import type { Config } from '../../config/config.js';
import type { RunEvent } from '../../engine/event.js';
import { BlockedError, RefusedError } from '../../errors.js';
import { nextStamp } from '../../migrate/bookkeeping.js';
import type { Intent } from '../../pair/facts.js';
import { bringsProgramsAlone } from '../../plan/programs-of.js';
import { againWhilePaused } from '../again-while-paused.js';
import { checkPair } from '../check-pair.js';
import { commandFor } from '../command-name.js';
import { connectPair } from '../connect-pair.js';
import { convergeRun } from '../converge-run.js';
import { prepareRun, type Run } from '../engine-ports.js';
import { giveWritesBack } from '../give-writes-back.js';
import { settingsIfAny } from '../migration-settings-if-any.js';
import { withNamedPrivileges } from '../name-privileges.js';
import { noteBoots, readBoots } from '../note-boots.js';
import { nothingToDo } from '../nothing-to-do.js';
import { approval, openRun } from '../open-run.js';
import { planRun } from '../plan-run.js';
import { queueForLock } from '../queue-for-lock.js';
import { leaving, type RunOptions } from '../run-options.js';
import { startLeftStopped } from '../stopped-applier.js';
import { compareReplicas } from '../take-up-run.js';
import { withHooks } from '../with-hooks.js';
import { refuseHalfDone } from './half-done-deploy.js';
import type { ProgramsWish } from './plan-programs.js';

export type ViaFlipOptions = RunOptions & Pick<ProgramsWish, 'names' | 'prune'>;

/** Runs until the goal, a block or an error. Throws ShiftError; the same command goes on from what it leaves. */
export function deployViaFlip(config: Config, options: ViaFlipOptions): AsyncGenerator<RunEvent, void> {
  return withHooks(
    config,
    'migrate',
    againWhilePaused(() => deployOnce(config, options)),
  );
}

async function* deployOnce(config: Config, options: ViaFlipOptions): AsyncGenerator<RunEvent, void> {
  const settings = await settingsIfAny(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = { ...prepareRun(config, settings, pair), ...leaving(options) };
    yield* queueForLock(run, { ...options, goal: 'migrate' });
    await withNamedPrivileges(run, 'migrate', () => run.journal.reload());
    if (!(yield* giveWritesBack(run))) return;
    await startLeftStopped(run);
    await refuseHalfDone(run);
    const open = yield* takeUp(run);
    const warnings = await checkPair(run, {
      ...{ goal: 'migrate', resuming: open !== null, accepted: options.accept ?? [] },
      features: ['deploys', 'programs', 'definers'],
    });
    if (warnings.length > 0) yield { type: 'warnings', findings: warnings };
    const intent = open ?? (yield* openPlanned(run, options));
    if (intent === null) return yield* nothingToDo(run);
    const { plan, runId } = intent;
    if (plan !== null) yield { type: 'planned', plan, runId, resumed: open !== null };
    await noteBoots(run.journal, await readBoots(pair));
    const said = options.yes ? [approval()] : [];
    yield* convergeRun(run, { ...options, said });
  } finally {
    await close();
  }
}

/** Its plan is complete in itself: files that changed since are for the next run. */
async function* takeUp(run: Run): AsyncGenerator<RunEvent, Intent | null> {
  const facts = run.journal.facts();
  const { intent: open, rollingBack } = facts;
  if (open === null) return null;
  const command = commandFor(open, facts);
  if (rollingBack !== null || open.goal !== 'migrate' || !bringsProgramsAlone(open.plan))
    throw new BlockedError(`run ${open.runId} (${command}) is still open`, {
      hint: `finish it first: \`dbshift ${command}\``,
    });
  yield* compareReplicas(run, open);
  return open;
}

/** Null when both servers have what the files have. */
async function* openPlanned(
  run: Run,
  { names, prune, signal }: ViaFlipOptions,
): AsyncGenerator<RunEvent, Intent | null> {
  const planned = await planRun(run, [], {
    mayUsePassive: true,
    stop: signal,
    programs: { names, prune, alone: true },
  });
  if (planned === null) return null;
  const { plan, notices, recorded, sqlMode } = planned;
  if (notices.length > 0) yield { type: 'warnings', findings: notices };
  if (plan.refusals.length > 0)
    throw new RefusedError('these programs are not deployed', { findings: plan.refusals });
  const { knexId, batch: knexBatch } = nextStamp([recorded.a, recorded.b]);
  return openRun(run.journal, {
    ...{ goal: 'migrate', plan, sqlMode, knexId, knexBatch, pauseAt: 'never' },
    wantActive: run.config.preferredActive ?? null,
    replicas: run.pair.replicas(),
  });
}
