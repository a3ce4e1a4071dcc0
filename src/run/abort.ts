/**
 * `dbshift abort`: brings the passive back to what the active has. The open run is replaced by another one, whose plan
 * is one leg of the passive alone; the rules that run a second leg run this one, because it is one: the active has
 * the structure, the passive has not.
 */
import type { Config } from '../config/config.js';
import type { RunEvent } from '../engine/event.js';
import type { Finding } from '../errors.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import type { Intent } from '../pair/facts.js';
import { isDone } from '../pair/progress.js';
import type { Side } from '../pair/side.js';
import type { PairState, ServerState } from '../pair/state.js';
import { viewOf } from '../pair/view.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { againWhilePaused } from './again-while-paused.js';
import { checkPair } from './check-pair.js';
import { connectPair } from './connect-pair.js';
import { convergeRun } from './converge-run.js';
import { dropCopy, hasCopies } from './copy-table.js';
import { enginePorts, prepareRun, type Run } from './engine-ports.js';
import { giveWritesBack } from './give-writes-back.js';
import { judgeAbort } from './judge-abort.js';
import { withNamedPrivileges } from './name-privileges.js';
import { noteBoots, readBoots } from './note-boots.js';
import { openRun } from './open-run.js';
import { planAbort } from './plan-abort.js';
import { queueForLock } from './queue-for-lock.js';
import { leaving, type RunOptions } from './run-options.js';
import { startLeftStopped } from './stopped-applier.js';
import { compareReplicas } from './take-up-run.js';
import { withHooks } from './with-hooks.js';

export type AbortOptions = Pick<RunOptions, 'signal' | 'leave' | 'lockTimeoutMs'>;

/** Runs until the goal, a block or an error. Throws ShiftError; the same command goes on from what it leaves. */
export function abort(config: Config, options: AbortOptions): AsyncGenerator<RunEvent, void> {
  return withHooks(
    config,
    'abort',
    againWhilePaused(() => abortOnce(config, options)),
  );
}

async function* abortOnce(config: Config, options: AbortOptions): AsyncGenerator<RunEvent, void> {
  const settings = await readMigrationSettings(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = { ...prepareRun(config, settings, pair), ...leaving(options) };
    yield* queueForLock(run, { ...options, goal: 'abort' });
    await withNamedPrivileges(run, 'abort', () => run.journal.reload());
    if (!(yield* giveWritesBack(run))) return;
    await startLeftStopped(run);
    const open = (await run.journal.reload()).intent;
    if (open === null) return yield* nothingOpen(run);
    yield* compareReplicas(run, open);
    const warnings = await checkPair(run, { goal: 'abort', resuming: true });
    if (warnings.length > 0) yield { type: 'warnings', findings: warnings };
    const intent = open.goal === 'abort' ? open : yield* replace(run, open);
    if (open === intent) await dropLeftCopy(run, open);
    if (intent.plan !== null)
      yield { type: 'planned', plan: intent.plan, runId: intent.runId, resumed: open === intent };
    await noteBoots(run.journal, await readBoots(pair));
    yield* convergeRun(run, { signal: options.signal });
  } finally {
    await close();
  }
}

/** Of an abort that died between a copy and its end. */
async function dropLeftCopy(run: Run, { plan }: Intent): Promise<void> {
  if (plan === null || !hasCopies(plan)) return;
  const ports = enginePorts(run);
  const { passive } = viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits);
  // On a passive that booted locked it is dropped by the leg, or by the next command.
  await dropCopy(run.pair.control(passive)).catch((error: unknown) => {
    if (!isErrno(error, errno.readOnly)) throw error;
  });
}

/** The intent of the abort takes the place of the open one in the same entry: there is no moment without a run. */
async function* replace(run: Run, open: Intent): AsyncGenerator<RunEvent, Intent> {
  const ports = enginePorts(run);
  const state = await ports.observe(null, false);
  const view = viewOf(state, run.journal.facts(), ports.limits);
  const way = judgeAbort(open, view, state);
  const stays = stayingOf(open, state[view.active]);
  if (stays.length > 0) yield { type: 'warnings', findings: stays };
  const plan = way === 'take-back' && view.current !== null ? await planAbort(run, view, view.current) : null;
  const intent = await openRun(run.journal, {
    goal: 'abort',
    plan,
    wantActive: null,
    pauseAt: 'never',
    sqlMode: open.sqlMode,
    knexId: open.knexId,
    knexBatch: open.knexBatch,
    replicas: open.replicas,
    adopts: open.runId,
  });
  // An applier that met an error on the new structure must not keep it from being taken back.
  if (plan !== null && view.passiveApplier === 'broken') await holdBroken(run, view.passive, state);
  return intent;
}

async function holdBroken(run: Run, side: Side, state: PairState): Promise<void> {
  const server = state[side];
  if (!server.reachable || server.applier !== 'broken') return;
  const ports = enginePorts(run);
  const view = viewOf(state, run.journal.facts(), ports.limits);
  await ports.perform({ do: 'hold-applier', side }, view, () => undefined);
}

/** What ran on the active is on both sides, or will be as soon as it has replicated. */
function stayingOf({ plan }: Intent, active: ServerState): readonly Finding[] {
  if (!active.reachable) return [];
  return (plan?.batches ?? [])
    .flatMap(({ migrations }) => migrations)
    .filter(migration => isDone(migration, active.level))
    .map(({ name, takesBack }) => ({
      id: 'stays',
      where: name,
      message:
        takesBack === undefined
          ? 'ran on the active, so both sides have it: it stays'
          : 'was taken back on the active, so both sides have it no more: that stays',
    }));
}

/** Nothing to take back is no error: a pipeline may abort whatever it finds. */
async function* nothingOpen(run: Run): AsyncGenerator<RunEvent, void> {
  const ports = enginePorts(run);
  const view = viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits);
  const finding = { id: 'no-open-run', where: 'the pair', message: 'no run is open' };
  yield { type: 'warnings', findings: [finding] };
  yield { type: 'goal', view };
}
