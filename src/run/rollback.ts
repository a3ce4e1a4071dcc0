/**
 * `dbshift rollback`: in the window after a flip, one flip back to the side that has the old structure, and then the other
 * side is taken back to it. The flip is the engine's, the way back is that of `abort`.
 */
import type { Config } from '../config/config.js';
import type { RunEvent } from '../engine/event.js';
import { flippedBack } from '../engine/predicates.js';
import { BlockedError } from '../errors.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import type { Intent } from '../pair/facts.js';
import { againWhilePaused } from './again-while-paused.js';
import { checkPair } from './check-pair.js';
import { connectPair } from './connect-pair.js';
import { convergeRun } from './converge-run.js';
import { prepareRun, type Run } from './engine-ports.js';
import { flipBack, lookAt } from './flip-back.js';
import { giveWritesBack } from './give-writes-back.js';
import { assertRollback } from './judge-rollback.js';
import { withNamedPrivileges } from './name-privileges.js';
import { noteBoots, readBoots } from './note-boots.js';
import { dropLeftCopy, openWayBack } from './open-way-back.js';
import { queueForLock } from './queue-for-lock.js';
import { leaving, type RunOptions } from './run-options.js';
import { compareReplicas } from './take-up-run.js';
import { withHooks } from './with-hooks.js';

export type RollbackOptions = Pick<RunOptions, 'signal' | 'leave' | 'lockTimeoutMs'>;

/** Runs until the goal, a block or an error. Throws ShiftError; the same command goes on from what it leaves. */
export function rollback(config: Config, options: RollbackOptions): AsyncGenerator<RunEvent, void> {
  return withHooks(
    config,
    'rollback',
    againWhilePaused(() => rollbackOnce(config, options)),
  );
}

async function* rollbackOnce(config: Config, options: RollbackOptions): AsyncGenerator<RunEvent, void> {
  const settings = await readMigrationSettings(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = { ...prepareRun(config, settings, pair), ...leaving(options) };
    yield* queueForLock(run, { ...options, goal: 'rollback' });
    await withNamedPrivileges(run, 'rollback', () => run.journal.reload());
    if (!(yield* giveWritesBack(run))) return;
    const open = await openToRollBack(run);
    yield* compareReplicas(run, open);
    const warnings = await checkPair(run, { goal: 'rollback', resuming: true });
    if (warnings.length > 0) yield { type: 'warnings', findings: warnings };
    await noteBoots(run.journal, await readBoots(pair));
    if (open.goal === 'rollback') await dropLeftCopy(run, open);
    else if (!(yield* flipBack(run, open, options))) return;
    const intent = open.goal === 'rollback' ? open : yield* openWayBack(run, open, 'rollback');
    if (intent.plan !== null)
      yield { type: 'planned', plan: intent.plan, runId: intent.runId, resumed: open === intent };
    yield* convergeRun(run, { signal: options.signal });
  } finally {
    await close();
  }
}

/** Throws BlockedError where nothing can be rolled back, with what is possible instead. */
async function openToRollBack(run: Run): Promise<Intent> {
  const { view, facts } = await lookAt(run);
  const { intent } = facts;
  if (intent === null)
    throw new BlockedError('no run is open, so there is nothing to roll back', {
      hint: '`dbshift migrate --down` takes finished migrations back',
    });
  if (!flippedBack(view)) assertRollback(intent, facts, view);
  return intent;
}
