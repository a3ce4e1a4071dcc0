/**
 * The run that takes the passive back to what the active has: its intent takes the place of the open one, and its plan is
 * one leg of the passive alone, planned and proved before anything is sent.
 */
import type { RunEvent } from '../engine/event.js';
import { FailedError, type Finding } from '../errors.js';
import type { Intent } from '../pair/facts.js';
import { isDone } from '../pair/progress.js';
import type { Side } from '../pair/side.js';
import type { PairState, ServerState } from '../pair/state.js';
import { type View, viewOf } from '../pair/view.js';
import type { PlannedProgram } from '../programs/planned-program.js';
import { errno } from '../server/errno.js';
import { isErrno, ServerError } from '../server/server-error.js';
import { dropCopy, hasCopies } from './copy-table.js';
import { enginePorts, type Run } from './engine-ports.js';
import { type AbortWay, judgeAbort } from './judge-abort.js';
import { openRun } from './open-run.js';
import { planAbort } from './plan-abort.js';
import { dropUntilTablesAreBack, takeProgramsBack } from './programs/take-programs-back.js';

/** Of a way back that died between a copy and its end. */
export async function dropLeftCopy(run: Run, { plan }: Intent): Promise<void> {
  if (plan === null || !hasCopies(plan)) return;
  const ports = enginePorts(run);
  const { passive } = viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits);
  // On a passive that booted locked it is dropped by the leg, or by the next command.
  await dropCopy(run.pair.control(passive)).catch((error: unknown) => {
    if (!isErrno(error, errno.readOnly)) throw error;
  });
}

/** The intent of the way back takes the place of the open one in the same entry: there is no moment without a run. */
export async function* openWayBack(
  run: Run,
  open: Intent,
  goal: 'abort' | 'rollback',
): AsyncGenerator<RunEvent, Intent> {
  const { view, state, way, later } = await judged(run, open);
  const stays = stayingOf(open, state[view.active]);
  if (stays.length > 0) yield { type: 'warnings', findings: stays };
  const plan =
    way === 'take-back' && view.current !== null
      ? await planAbort(run, view, { batch: view.current, later, scratchOn: view.passive })
      : null;
  const intent = await openRun(run.journal, {
    goal,
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

type Looked = { readonly view: View; readonly state: PairState; readonly way: AbortWay };
type Judged = Looked & { readonly later: readonly PlannedProgram[] };

/** Stored programs are brought back first: what is left then is structure, and programs that wait for it. */
async function judged(run: Run, open: Intent): Promise<Judged> {
  const looked = await lookAndJudge(run, open);
  try {
    if (await takeProgramsBack(run, looked.view)) return judged(run, open);
    return { ...looked, later: [] };
  } catch (error) {
    if (!(error instanceof FailedError) || error instanceof ServerError) throw error;
    const later = await dropUntilTablesAreBack(run, looked.view);
    if (later.length === 0) throw error;
    return { ...(await lookAndJudge(run, open)), later };
  }
}

async function lookAndJudge(run: Run, open: Intent): Promise<Looked> {
  const ports = enginePorts(run);
  const state = await ports.observe(null, false);
  const view = viewOf(state, run.journal.facts(), ports.limits);
  return { view, state, way: judgeAbort(open, view, state) };
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
