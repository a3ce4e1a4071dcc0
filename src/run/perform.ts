/** Carries actions out on the real pair: one function per kind. The engine decides, this only does. */
import type { Action } from '../engine/action.js';
import type { Ports, Report } from '../engine/ports.js';
import { statements } from '../engine/statements.js';
import { BlockedError, FailedError } from '../errors.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import type { ChangedSetting } from '../pair/facts.js';
import { batchLevel } from '../pair/progress.js';
import { otherSide, type ServerKey } from '../pair/side.js';
import type { View } from '../pair/view.js';
import type { Session } from '../server/connection.js';
import { actOn } from './act-on.js';
import { copyTable, dropCopy, hasCopies } from './copy-table.js';
import { switchOnDdlProgress } from './ddl-progress-switch.js';
import { eachAtOnce } from './each-at-once.js';
import { endSessions } from './end-sessions.js';
import { turnEvents } from './event-actions.js';
import { closeWrites, drain, type FlipDeps, fence, movePointers, promote, unfence } from './flip-actions.js';
import { holdReplica } from './hold-replica.js';
import { joinReports } from './join-reports.js';
import { lockKnex, unlockKnex } from './knex-lock.js';
import { observeServer, type Watched } from './observe-pair.js';
import { prepareReplication } from './prepare-replication.js';
import { runBatch } from './run-batch.js';
import { runDataMigration } from './run-data.js';
import { statementMeter } from './statement-meter.js';
import { verifyPair } from './verify-pair.js';
import { waitApplied, waitForPosition } from './wait-applied.js';

export type PerformDeps = FlipDeps & {
  readonly settings: MigrationSettings;
  readonly watched: Watched;
  readonly leave?: AbortSignal;
};

export function performer(deps: PerformDeps): Ports['perform'] {
  return async (action, view, report) => {
    switch (action.do) {
      case 'hold-applier':
        return action.replica === undefined ? sendAll(deps, action) : holdReplica(deps, action.replica);
      case 'set-conversions':
      case 'unlock-privileged':
        return sendAll(deps, action);
      case 'close-writes':
        return closeWrites(deps, action.side);
      case 'start-replication':
        return startReplication(deps, action);
      case 'restore-setting':
        return restoreSetting(deps, action.setting);
      case 'run-batch':
        return performBatch(deps, action, report);
      case 'wait-applied':
        return action.why === 'drain' ? drain(deps, action.side) : waitApplied(deps, action, report);
      case 'verify':
        return verifyPair(deps, view, report);
      case 'fence':
        return fence(deps, action.side, () => assertStillAt(deps, view));
      case 'open-writes':
        return action.why === 'promote' ? promote(deps, action.side) : unfence(deps, action.side);
      case 'move-pointer':
        return movePointers(deps, action.to);
      case 'turn-events':
        return turnEvents(deps, action);
      case 'end-sessions':
        return endSessions(deps, action.side, report);
      default: {
        const never: never = action;
        return never;
      }
    }
  };
}

async function sendAll({ pair, flavor, config }: PerformDeps, action: Action): Promise<void> {
  for (const { side, sql } of statements(action, flavor, config.limits))
    await (await actOn(pair, side)).send(sql);
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

/** On the side and on its replicas at the same time, a few at once: the leg takes as long as the slowest. */
async function performBatch(deps: PerformDeps, action: BatchAction, report: Report): Promise<void> {
  const { side, replicas = [] } = action;
  await lockKnex(deps);
  const reports = joinReports([side, ...replicas], report);
  await eachAtOnce([side, ...replicas], deps.config.limits.legServersAtOnce, server =>
    runOnServer(deps, { ...action, server }, reports(server)),
  );
}

async function runOnServer(
  deps: PerformDeps,
  { side, server: on, index, how }: BatchAction & { readonly server: ServerKey },
  report: Report,
): Promise<void> {
  const { intent } = deps.journal.facts();
  const plan = intent?.plan;
  const batch = plan?.batches[index];
  if (intent == null || plan == null || batch === undefined)
    throw new BlockedError('no plan is open for this step');
  const server = await observeServer(deps.watched, on, fully);
  const watch = await deps.pair.watch(on);
  if (!server.reachable || watch === null)
    throw new BlockedError(`${deps.pair.label(on)}: cannot be reached`);
  const { metadataLockWaitMs, directLockWaitMs, directAttempts } = deps.config.limits;
  const place = on === 'a' || on === 'b' ? { side } : { side, replica: on };
  const control = await actOn(deps.pair, on);
  if (how === 'leg') await switchOnDdlProgress(deps, place, control);
  await runBatch({
    ...deps,
    ...place,
    how,
    batch,
    intent,
    plan,
    control,
    watch,
    level: server.level,
    // On the active every write to the table waits behind a DDL that waits: short, and tried again.
    lockWaitSeconds: Math.ceil((how === 'leg' ? metadataLockWaitMs : directLockWaitMs) / 1000),
    attempts: how === 'leg' ? 1 : directAttempts,
    report,
    measure: statementMeter({
      ...deps,
      plan,
      watch,
      writer: how === 'leg' ? await deps.pair.watch(otherSide(side)) : null,
    }),
    runData: migration => runDataMigration(deps, side, migration),
    copyTable: copied => copyTable(deps, { ...copied, side, report }),
  });
  if (hasCopies(plan)) await dropCopy(control);
}

/** The other side first gets what this one goes on from: for the passive it has it already. */
async function startReplication(
  deps: PerformDeps,
  { side, replica }: Extract<Action, { readonly do: 'start-replication' }>,
): Promise<void> {
  const control = await actOn(deps.pair, replica ?? side);
  await prepareReplication(deps.flavor, control);
  if (replica === undefined)
    await waitForPosition(deps, side, { limitMs: deps.config.limits.lagMs * lagAllowance + semiSyncMs });
  for (const sql of deps.flavor.startReplication()) await control.send(sql);
}

/** Before privileged accounts are locked out of it: the setting would close a server that accepts writes. */
async function assertReadOnly({ flavor }: PerformDeps, control: Session): Promise<void> {
  const { readOnly } = flavor.readServer((await control.row(flavor.serverQuery)) ?? {});
  if (!readOnly) throw new BlockedError(`${control.label}: accepts writes, so it is not locked`);
}

/** A side was near a moment ago; under load it may need a few times the limit of that. */
const lagAllowance = 5;

/**
 * With semi-synchronous replication the other side's applier waits for the receiver of this one, which is stopped here
 * (MariaDB): once, and for 10 s at most, as preflight demands.
 */
const semiSyncMs = 12_000;

async function restoreSetting(deps: PerformDeps, setting: ChangedSetting): Promise<void> {
  const { side, replica, name } = setting;
  // Taken out of the configuration: no business of ours any more.
  if (replica !== undefined && !deps.pair.replicas().includes(replica)) return;
  if (name === 'knex-lock') return unlockKnex(deps, side);
  if (name === 'super-read-only') await assertReadOnly(deps, await actOn(deps.pair, replica ?? side));
  await sendAll(deps, { do: 'restore-setting', setting });
}
