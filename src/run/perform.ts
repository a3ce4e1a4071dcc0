/** Carries actions out on the real pair: one function per kind. The engine decides, this only does. */
import type { Action } from '../engine/action.js';
import type { Ports, Report } from '../engine/ports.js';
import { statements } from '../engine/statements.js';
import { BlockedError, FailedError } from '../errors.js';
import { releaseKnexLock } from '../migrate/bookkeeping.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import type { ChangedSetting } from '../pair/facts.js';
import { batchLevel } from '../pair/progress.js';
import type { Side } from '../pair/side.js';
import type { View } from '../pair/view.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { drain, endSessions, type FlipDeps, fence, movePointers, promote, unfence } from './flip-actions.js';
import { observeServer, type Watched } from './observe-pair.js';
import { runBatch } from './run-batch.js';
import { runDataMigration } from './run-data.js';
import { verifyPair } from './verify-pair.js';
import { waitApplied, waitForPosition } from './wait-applied.js';

export type PerformDeps = FlipDeps & {
  readonly settings: MigrationSettings;
  readonly watched: Watched;
};

export function performer(deps: PerformDeps): Ports['perform'] {
  return async (action, view, report) => {
    switch (action.do) {
      case 'hold-applier':
      case 'set-conversions':
      case 'unlock-privileged':
      case 'close-writes':
        return sendAll(deps, action);
      case 'start-replication':
        return startReplication(deps, action.side);
      case 'restore-setting':
        return restoreSetting(deps, action.setting);
      case 'run-batch':
        return performBatch(deps, action, report);
      case 'wait-applied':
        return action.why === 'drain' ? drain(deps, action.side) : waitApplied(deps, action.side, report);
      case 'verify':
        return verifyPair(deps, view, report);
      case 'fence':
        return fence(deps, action.side, () => assertStillAt(deps, view));
      case 'open-writes':
        return action.why === 'promote' ? promote(deps, action.side) : unfence(deps, action.side);
      case 'move-pointer':
        return movePointers(deps, action.to);
      case 'end-sessions':
        return endSessions(deps, action.side);
      default: {
        const never: never = action;
        return never;
      }
    }
  };
}

async function sendAll({ pair, flavor, config }: PerformDeps, action: Action): Promise<void> {
  for (const { side, sql } of statements(action, flavor, config.limits)) await pair.control(side).send(sql);
}

/**
 * Between the legs the passive is given rows by position: a change of the active's structure by somebody else must not
 * come in between the last look and the fence, behind which structures are not read again.
 */
async function assertStillAt({ watched, pair }: PerformDeps, view: View): Promise<void> {
  if (view.current === null) return;
  const server = await observeServer(watched, view.active, fully);
  if (server.reachable && batchLevel(view.current, server.level) === view.activeLevel) return;
  throw new FailedError(
    `${pair.endpoints[view.active].label}: its structure was changed just now: not fenced`,
  );
}

const fully = { known: null, limitMs: null };

type BatchAction = Extract<Action, { readonly do: 'run-batch' }>;

async function performBatch(
  deps: PerformDeps,
  { side, index, how }: BatchAction,
  report: Report,
): Promise<void> {
  const { intent } = deps.journal.facts();
  const plan = intent?.plan;
  const batch = plan?.batches[index];
  if (intent == null || plan == null || batch === undefined)
    throw new BlockedError('no plan is open for this step');
  const server = await observeServer(deps.watched, side, fully);
  const watch = await deps.pair.watch(side);
  if (!server.reachable || watch === null)
    throw new BlockedError(`${deps.pair.endpoints[side].label}: cannot be reached`);
  const { metadataLockWaitMs, directLockWaitMs, directAttempts } = deps.config.limits;
  await runBatch({
    ...deps,
    side,
    how,
    batch,
    intent,
    plan,
    control: deps.pair.control(side),
    watch,
    level: server.level,
    // On the active every write to the table waits behind a DDL that waits: short, and tried again.
    lockWaitSeconds: Math.ceil((how === 'leg' ? metadataLockWaitMs : directLockWaitMs) / 1000),
    attempts: how === 'leg' ? 1 : directAttempts,
    report,
    runData: migration => runDataMigration(deps, side, migration),
  });
}

/** The other side first gets what this one goes on from: for the passive it has it already. */
async function startReplication(deps: PerformDeps, side: Side): Promise<void> {
  const control = deps.pair.control(side);
  for (const sql of deps.flavor.prepareReplication()) await control.send(sql);
  await waitForPosition(deps, side, deps.config.limits.lagMs * lagAllowance);
  for (const sql of deps.flavor.startReplication()) await control.send(sql);
}

/** A side was near a moment ago; under load it may need a few times the limit of that. */
const lagAllowance = 5;

async function restoreSetting(deps: PerformDeps, { side, name, old }: ChangedSetting): Promise<void> {
  const control = deps.pair.control(side);
  switch (name) {
    case 'conversions':
      for (const sql of [...deps.flavor.stopApplier(), ...deps.flavor.setConversions(old)])
        await control.send(sql);
      return;
    case 'knex-lock':
      return releaseLockRow(deps, side);
    case 'super-read-only':
      await control.send('SET GLOBAL super_read_only = 1');
      return;
    default: {
      const never: never = name;
      return never;
    }
  }
}

async function releaseLockRow({ pair, config, settings }: PerformDeps, side: Side): Promise<void> {
  const control = pair.control(side);
  await control.send(`USE ${quoteIdentifier(config.database)}`);
  // No table, no lock: the run ended before it made one.
  await control.send(releaseKnexLock(settings)).catch((error: unknown) => {
    if (!isErrno(error, errno.noSuchTable)) throw error;
  });
}
