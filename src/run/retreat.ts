/**
 * After a statement of a leg failed. The active was not touched; the passive stands at a place of the plan that was
 * proved to take old events, so it applies again instead of falling behind for hours. A run of which nothing was
 * done is closed, so that the file can be mended and planned anew.
 */

import type { Ports } from '../engine/ports.js';
import { conversionBefore } from '../engine/record.js';
import { FailedError, ShiftError } from '../errors.js';
import { type ChangedSetting, isLock } from '../pair/facts.js';
import { type Place, type Side, sideOf } from '../pair/side.js';
import type { PairState } from '../pair/state.js';
import { type View, viewOf } from '../pair/view.js';
import { ServerError } from '../server/server-error.js';
import { commandFor } from './command-name.js';
import type { Run } from './engine-ports.js';
import { takeProgramsBack } from './programs/take-programs-back.js';

/** Returns the error to throw: the given one, with what was done about it in its hint. */
export async function retreat(run: Run, ports: Ports, error: unknown): Promise<unknown> {
  if (!(error instanceof FailedError) || error instanceof ServerError) return error;
  try {
    ports.assertLocked();
    const { state, view } = await look(run, ports);
    if (view.situation !== 'steady' || view.batch === 'none') return error;
    const again = await takeProgramsBack(run, view);
    return await leaveBatch(run, ports, { ...(again ? await look(run, ports) : { state, view }), error });
  } catch {
    // The pair could not be looked at: what failed first is what a person must read.
    return error;
  }
}

async function look(run: Run, ports: Ports): Promise<Pick<Failure, 'state' | 'view'>> {
  const state = await ports.observe(null, false);
  return { state, view: viewOf(state, await run.journal.reload(), ports.limits) };
}

type Failure = { readonly view: View; readonly state: PairState; readonly error: FailedError };

async function leaveBatch(run: Run, ports: Ports, { view, state, error }: Failure): Promise<unknown> {
  const untouched = view.activeLevel === 'old' && view.passiveLevel === 'old';
  const held = view.batch === 'flip' && view.activeLevel === 'old' && isHeld(state[view.passive]);
  // A structure that no plan has proved takes nothing.
  const stays = held && (view.passiveLevel === 'foreign' || !alike(state, view.passive));
  if (untouched && !stays) await restore(run, ports, { view, of: setting => !isLock(setting) });
  if (held && !stays) await followAgain(run, ports, { view, state, error });
  const { intent, rollingBack } = run.journal.facts();
  const command = intent === null ? 'migrate' : commandFor(intent, { rollingBack });
  const closed = untouched && !stays && (await closeRun(run, ports, view));
  return new ShiftError(error.code, error.message, {
    hint: [error.hint, adviceFor(view, { untouched, closed, stays }, command)].filter(Boolean).join('\n'),
    findings: error.findings,
    cause: error,
  });
}

/** False when the passive is too far behind for the active to follow it yet: the next run sees to that. */
async function closeRun(run: Run, ports: Ports, view: View): Promise<boolean> {
  // The lock of the passive last: nothing can be put back behind it.
  await restore(run, ports, { view, of: isLock });
  try {
    await ports.perform({ do: 'start-replication', side: view.active }, view, () => undefined);
  } catch (error) {
    if (error instanceof FailedError) return false;
    throw error;
  }
  await run.journal.append({ kind: 'end', outcome: 'abandoned' });
  return true;
}

/** Conversions are put back with a stopped applier, so before it is started. */
async function restore(
  run: Run,
  ports: Ports,
  { view, of }: { readonly view: View; readonly of: (setting: ChangedSetting) => boolean },
): Promise<void> {
  for (const setting of view.own.filter(of)) {
    await ports.perform({ do: 'restore-setting', setting }, view, () => undefined);
    const { runId, old: _, ...place } = setting;
    await run.journal.append({ kind: 'restored', ...place, ofRun: runId });
  }
}

function adviceFor(
  { active, passive, batch, activeLevel }: View,
  { untouched, closed, stays }: Record<'untouched' | 'closed' | 'stays', boolean>,
  command: string,
): string {
  if (batch === 'flip' && activeLevel === 'new')
    return `The active ${active} was not touched; ${passive} applies nothing until it looks like it. Mend the cause and run the same command again soon: it falls behind meanwhile.`;
  if (stays)
    return `The active ${active} was not touched; ${passive} and its replicas apply nothing until \`dbshift ${command}\` has brought all of them to one structure. Mend the cause and run it again soon: they fall behind meanwhile.`;
  if (closed)
    return `Nothing was changed; both sides replicate as before. Mend the cause and run \`dbshift ${command}\` again.`;
  if (untouched)
    return `Nothing was changed; ${passive} catches up. Mend the cause and run \`dbshift ${command}\` again.`;
  return `The active ${active} was not touched; the passive ${passive} follows it. Mend the cause and run \`dbshift ${command}\` again: it goes on after the last statement that worked.`;
}

/** The replicas first: what the passive applies reaches them at once. */
async function followAgain(run: Run, ports: Ports, { view, state }: Failure): Promise<void> {
  const { passive: side } = view;
  for (const { key: replica, server } of state.replicas)
    if (view.replicas.some(({ key }) => key === replica))
      await follow(run, ports, { view, place: { side, replica }, server });
  await follow(run, ports, { view, place: { side }, server: state[side] });
}

type Follower = { readonly view: View; readonly place: Place; readonly server: PairState['a'] };

async function follow(run: Run, ports: Ports, { view, place, server }: Follower): Promise<void> {
  // What cannot be read cannot be put back later: then it is left as it stands.
  if (!server.reachable) return;
  const conversions = view.passiveLevel === 'partial' ? (view.current?.conversions ?? []) : [];
  if (conversions.length > 0) {
    for (const entry of conversionBefore(place, run.journal.facts(), server.conversions))
      await run.journal.append(entry);
    await ports.perform({ do: 'set-conversions', ...place, conversions }, view, () => undefined);
  }
  await ports.perform({ do: 'start-replication', ...place }, view, () => undefined);
}

const isHeld = (server: PairState['a']): boolean => server.reachable && server.applier === 'held';

/**
 * Whether all replicas stand where their side stands. Only then may it apply: what it writes is for its structure, and
 * that a replica which got further or less far takes it was never proved.
 */
function alike({ replicas, ...pair }: PairState, side: Side): boolean {
  const passive = pair[side];
  return replicas
    .filter(({ key }) => sideOf(key) === side)
    .every(
      ({ server }) =>
        server.reachable && passive.reachable && server.level.structure === passive.level.structure,
    );
}
