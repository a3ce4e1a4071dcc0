/**
 * The flip back of a rollback. It is begun only when the window is open, compared, and the side that has the new structure
 * is proved to have a way back; it is written down first, and from then on no other command goes on with the run.
 */
import type { RunEvent } from '../engine/event.js';
import { flippedBack } from '../engine/predicates.js';
import type { Facts, Intent } from '../pair/facts.js';
import type { PairState } from '../pair/state.js';
import { type View, viewOf } from '../pair/view.js';
import { convergeRun, type Stopping } from './converge-run.js';
import { enginePorts, type Run } from './engine-ports.js';
import { judgeAbort } from './judge-abort.js';
import { assertRollback } from './judge-rollback.js';
import { windowEntry } from './open-run.js';
import { planAbort } from './plan-abort.js';

export type Look = { readonly state: PairState; readonly facts: Facts; readonly view: View };

export async function lookAt(run: Run): Promise<Look> {
  const ports = enginePorts(run);
  const facts = await run.journal.reload();
  const state = await ports.observe(null, false);
  return { state, facts, view: viewOf(state, facts, ports.limits) };
}

/** True when the old side is active again, and the other one follows it or is to be taken back as it is. */
export async function* flipBack(
  run: Run,
  open: Intent,
  { signal }: Pick<Stopping, 'signal'>,
): AsyncGenerator<RunEvent, boolean> {
  const stopping = signal === undefined ? {} : { signal };
  if (run.journal.facts().rollingBack === null) {
    if (!(yield* until('holding', convergeRun(run, stopping)))) return false;
    const { view } = await assertWayBack(run, open);
    await run.journal.append(windowEntry('rollback', view.index));
  } else if (!flippedBack((await lookAt(run)).view)) {
    await orGiveUp(run, () => assertWayBack(run, open));
  }
  return yield* flipsBack(run, stopping);
}

/** What ends it before the flip leaves the window open as it was: nothing but a rollback could go on otherwise. */
async function* flipsBack(run: Run, stopping: Stopping): AsyncGenerator<RunEvent, boolean> {
  const events = until('rolled-back', convergeRun(run, stopping));
  for (;;) {
    const { value, done } = await orGiveUp(run, () => events.next());
    if (done === true) return value;
    if (value.type === 'blocked') await giveUp(run, value.why);
    yield value;
  }
}

/** Passes on what happens. True when it ended with this block, which is not passed on: the command has another goal. */
async function* until(id: string, events: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent, boolean> {
  for await (const event of events) {
    if (event.type === 'blocked' && event.id === id) return true;
    yield event;
  }
  return false;
}

/**
 * Throws BlockedError where there is no way back for the side that has the new structure. Judged as if the flip back had
 * been made, and proved beside the active: nothing is tried on a server that takes writes.
 */
async function assertWayBack(run: Run, open: Intent): Promise<Look> {
  const look = await lookAt(run);
  const { facts, view } = look;
  assertRollback(open, facts, view);
  const flipped = afterFlipBack(look);
  const after = viewOf(
    flipped,
    { ...facts, rollingBack: view.index, flipFrom: null },
    enginePorts(run).limits,
  );
  if (judgeAbort(open, after, flipped) === 'take-back' && after.current !== null)
    await planAbort(run, after, { batch: after.current, later: [], scratchOn: view.passive });
  return look;
}

function afterFlipBack({ state, view: { active, passive } }: Look): PairState {
  const [upper, lower] = [state[active], state[passive]];
  if (!upper.reachable || !lower.reachable) return state;
  return {
    ...state,
    [active]: { ...upper, writable: false },
    [passive]: { ...lower, writable: true },
    pointer: { kind: 'names', side: passive, generation: 0 },
  };
}

async function orGiveUp<T>(run: Run, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What failed first is what a person must read. Left written down, the same command goes on from there.
    await giveUp(run, error instanceof Error ? error.message : String(error)).catch(() => undefined);
    throw error;
  }
}

async function giveUp(run: Run, why: string): Promise<void> {
  const { view, facts } = await lookAt(run);
  const before = view.situation === 'steady' && view.hold === 'back' && view.activeLevel === 'new';
  if (before && facts.flipFrom === null) await run.journal.append({ kind: 'rollback-undone', why });
}
