/**
 * Look, decide, write down, act, look again, until the goal is reached or a person is needed. Nothing is resumed:
 * a run that takes over starts with the same look. The caller consumes events; a caller that stops consuming stops
 * the run between two events, and any later run goes on from what it sees.
 */
import { LockLostError } from '../errors.js';
import type { Entry } from '../journal/entry.js';
import { type View, viewOf } from '../pair/view.js';
import { type Decision, decide } from './decide.js';
import type { RunEvent } from './event.js';
import { newFlipGate } from './flip-gate.js';
import type { Ports } from './ports.js';
import { inRoles } from './predicates.js';
import { lateEntry, type Seen, voidsProof } from './record.js';
import type { StepId } from './rules.js';
import { fencedSide, runStep } from './run-step.js';
import { newStallWatch, type StallWatch } from './stall.js';

export type ConvergeOptions = {
  /** Wait for an approval that somebody gives from elsewhere, instead of ending there. */
  readonly awaitApproval?: boolean;
  /** Wait for the flip window to open, instead of ending there. */
  readonly awaitWindow?: boolean;
  /** Stop between two steps, as soon as both sides are in their roles. */
  readonly signal?: AbortSignal;
  /**
   * What a person says with the command (an approval, where to stop). Written down as soon as the pair is steady: one
   * on which both servers are closed takes no entry.
   */
  readonly said?: readonly Entry[];
  /** Another goal than that of the run: the run ends as soon as it is reached. */
  readonly enough?: (view: View) => boolean;
};

/** How often an awaited approval is looked for. */
const pollMs = 1000;

/** Pauses before a step that is called for again: for a thread that is to connect, a pointer that refused. */
const pacesMs: { readonly [step in StepId]?: number } = {
  'catch-up': 1000,
  repoint: 1000,
  'repoint-back': 1000,
};

export async function* converge(ports: Ports, options: ConvergeOptions = {}): AsyncGenerator<RunEvent, void> {
  const stalled = newStallWatch(ports);
  const gate = newFlipGate(ports.mayFlip);
  const said = [...(options.said ?? [])];
  let seen: Seen | null = null;
  let last: StepId | null = null;
  let waiting: Waiting['id'] | null = null;
  for (;;) {
    seen = await look(ports, seen, last);
    if (await writeDue(ports, seen, said)) continue;
    const early = endsEarly(options, seen.view);
    if (early !== null) return yield early;
    const { view, decision: chosen } = choose(stalled, seen);
    const decision = await gate(chosen, view);
    if (decision === 'look-again') continue;
    if (decision.kind === 'step') {
      const { step } = decision;
      await pace(ports, step.id, last);
      last = step.id;
      if ((yield* runStep(ports, { ...seen, view, step })) === 'stopped') return;
      continue;
    }
    const awaited = waitingFor(decision, options);
    if (awaited === null) return yield* end(ports, decision, view);
    if (awaited.id !== waiting) yield awaited;
    waiting = awaited.id;
    await ports.clock.sleep(pollMs);
  }
}

/** Whether the run ends before its own goal. */
function endsEarly({ signal, enough }: ConvergeOptions, view: View): RunEvent | null {
  if (enough?.(view) === true) return { type: 'goal', view };
  return signal?.aborted === true && inRoles(view) ? { type: 'interrupted', view } : null;
}

async function pace({ clock }: Ports, step: StepId, last: StepId | null): Promise<void> {
  if (step === last) await clock.sleep(pacesMs[step] ?? 0);
}

/** Writes the next entry that is due by this look; false when none is. */
async function writeDue(ports: Ports, seen: Seen, said: Entry[]): Promise<boolean> {
  const entry = lateEntry(seen) ?? (inRoles(seen.view) ? said.shift() : undefined);
  if (entry !== undefined) await ports.journal.append(entry);
  return entry !== undefined;
}

/**
 * While writes are paused the look is quick: structures are those of the last look, which was made just before the
 * fence (to read those of a thousand tables again is a pause of many seconds), and the journal is not read, because
 * nobody else writes into it. As soon as writes are on, everything is looked at.
 */
async function look(ports: Ports, previous: Seen | null, last: StepId | null): Promise<Seen> {
  const quick = previous !== null && (last === 'fence' || writesAreOff(previous.view));
  const state = await ports.observe(previous?.state ?? null, quick);
  const facts = quick ? ports.journal.facts() : await ports.journal.reload();
  const view = withLocks(ports, viewOf(state, facts, ports.limits));
  if (quick && !writesAreOff(view)) return look(ports, null, null);
  return { view, state, facts, now: ports.clock.now() };
}

const writesAreOff = ({ situation }: View): boolean =>
  situation === 'fenced' || situation === 'fenced-alone' || situation === 'crossed';

/**
 * Whoever holds one of the two locks keeps every other run out. So a flip that lost the passive's lock is given up
 * under the active's: no pair is left without a writable server because the other one died.
 */
function withLocks(ports: Ports, view: View): View {
  try {
    ports.assertLocked();
    return view;
  } catch (error) {
    const closed = view.situation === 'fenced' || view.situation === 'fenced-alone';
    if (!closed || view.promoteSent || !(error instanceof LockLostError)) throw error;
    ports.assertLocked([view.active]);
    return { ...view, gaveUp: `the lock on ${view.passive} was lost` };
  }
}

/** A flip that goes in circles is given up, like one that takes too long: nothing else gives writes back. */
function choose(
  stalled: StallWatch,
  { view, state }: Pick<Seen, 'view' | 'state'>,
): { readonly view: View; readonly decision: Decision } {
  const decision = stalled(decide(view), view, state);
  const circles = decision.kind === 'blocked' && decision.id === 'stalled';
  if (!circles || view.situation !== 'fenced' || view.gaveUp !== null) return { view, decision };
  return choose(stalled, { view: { ...view, gaveUp: decision.why }, state });
}

type Ending = Exclude<Decision, { readonly kind: 'step' }>;
type Waiting = Extract<RunEvent, { readonly type: 'waiting' }>;

/** Blocks that time, or a person elsewhere, may lift while the run waits; null for all others. */
function waitingFor(decision: Ending, { awaitApproval, awaitWindow }: ConvergeOptions): Waiting | null {
  if (decision.kind !== 'blocked') return null;
  const { id, why, advice } = decision;
  if (id === 'approval-needed' && awaitApproval === true) return { type: 'waiting', id, why, advice };
  return id === 'flip-window' && awaitWindow === true ? { type: 'waiting', id, why, advice } : null;
}

async function* end(ports: Ports, decision: Ending, view: View): AsyncGenerator<RunEvent, void> {
  if (decision.kind === 'goal') return yield { type: 'goal', view };
  const { id, why, advice } = decision;
  if (voidsProof(id) && ports.journal.facts().verified.length > 0)
    await ports.journal.append({ kind: 'void', why }, fencedSide(view));
  yield { type: 'blocked', id, why, advice, view };
}
