/**
 * One run's way into a `ModelPair`: the engine's ports, with the guards that the real actions have. Everything it
 * asks of a server is one operation; a schedule may let the runner die, or the operation fail, before or after it
 * had its effect.
 */
import type { Ports } from '../../src/engine/ports.js';
import { FailedError, LockHeldError, LockLostError, OutcomeUnknownError } from '../../src/errors.js';
import { type JournalSessions, openJournal } from '../../src/journal/journal.js';
import type { RuleLimits } from '../../src/pair/facts.js';
import { otherSide, type Side, sides } from '../../src/pair/side.js';
import type { Level, PairState, PointerState, ServerState } from '../../src/pair/state.js';
import type { Session } from '../../src/server/connection.js';
import { errno } from '../../src/server/errno.js';
import { ServerError } from '../../src/server/server-error.js';
import { performOn } from './model-actions.js';
import type { ModelPair } from './model-pair.js';
import type { JournalRow } from './model-server.js';

/** What happens to one operation. `fail`: it was refused. `lose`: no answer came back. */
export type Fate = 'die-before' | 'die-after' | 'fail' | 'lose-before' | 'lose-after';

export type Schedule = {
  /** Asked before each operation, counted from 0 over all runs. */
  fateOf(operation: number): Fate | null;
  /** Called before each operation. */
  beforeOperation(operation: number): void;
  /** Called before each look, counted from 0 over all runs. */
  beforeLook(look: number): void;
};

/** The process is gone: nothing that it awaited ever comes back. */
export class RunnerDied extends Error {}

export const modelLimits: RuleLimits & { readonly lagMs: number; readonly drainMs: number } = {
  writePauseMs: 5000,
  flipAttempts: 3,
  repointAttempts: 3,
  catchUpStallMs: 60_000,
  proofMs: 12 * 3_600_000,
  flipWindow: null,
  lagMs: 1000,
  drainMs: 3000,
};

/** How long an operation takes, and whether a server can refuse it at all. */
type Effort = { readonly ms?: number; readonly refusable?: boolean };

export type Count = { operations: number; looks: number };

export class ModelRunner {
  readonly pair: ModelPair;
  readonly ports: Ports;
  readonly #schedule: Schedule;
  readonly #count: Count;
  #dead = false;

  constructor(pair: ModelPair, schedule: Schedule, count: Count) {
    this.pair = pair;
    this.#schedule = schedule;
    this.#count = count;
    this.ports = {
      observe: (previous, quick) => this.#observe(previous, quick),
      perform: async (action, view, report) => performOn(this, { action, view, report }),
      describe: () => [],
      journal: openJournal(side => this.#journalSession(side)),
      assertLocked: (on = sides) => {
        for (const side of on) this.#assertLock(side);
      },
      clock: pair.clock,
      limits: modelLimits,
    };
  }

  /** Throws LockHeldError while another run holds a lock, FailedError when a server cannot be reached. */
  lock(): void {
    for (const side of sides) {
      if (!this.pair.reachable(side)) throw new FailedError(`${side} cannot be reached`);
      if (this.pair.locks[side] !== null) throw new LockHeldError(`${side} is locked`);
    }
    for (const side of sides) this.pair.locks[side] = this;
  }

  /** The process ends; the servers notice. */
  die(): void {
    this.#dead = true;
    for (const side of sides) if (this.pair.locks[side] === this) this.pair.loseSession(side);
  }

  /** An action's statement on the session that holds the lock. */
  async act<T>(side: Side, work: () => T, effort: Effort = {}): Promise<T> {
    this.#assertAlive();
    this.#assertLock(side);
    try {
      return await this.operation(side, work, effort);
    } catch (error) {
      if (error instanceof OutcomeUnknownError) this.pair.loseSession(side);
      throw error;
    }
  }

  async operation<T>(side: Side | null, work: () => T, { ms = 2, refusable = true }: Effort): Promise<T> {
    this.#assertAlive();
    const number = this.#count.operations++;
    this.#schedule.beforeOperation(number);
    const fate = this.#schedule.fateOf(number);
    if (fate === 'die-before') this.die();
    this.#assertAlive();
    this.pair.clock.advance(ms);
    if (side !== null && !this.pair.reachable(side))
      throw new OutcomeUnknownError(`${side}: connection lost`);
    if (fate === 'fail' && refusable) throw new FailedError(`${side}: refused`);
    if (fate === 'lose-before') throw new OutcomeUnknownError(`${side}: no answer`);
    const result = this.pair.as('run', work);
    if (fate === 'die-after') this.die();
    this.#assertAlive();
    if (fate === 'lose-after') throw new OutcomeUnknownError(`${side}: no answer`);
    return result;
  }

  async #observe(previous: PairState | null, quick: boolean): Promise<PairState> {
    this.#assertAlive();
    this.#schedule.beforeLook(this.#count.looks++);
    const { pair } = this;
    pair.unseen = false;
    pair.clock.advance(quick ? 2 : 20);
    const pointer = this.#pointer();
    const passive: Side = pointer.kind === 'names' ? otherSide(pointer.side) : 'b';
    const look = (side: Side): ServerState =>
      pair.reachable(side)
        ? pair[side].look(quick ? levelOf(previous, side) : undefined)
        : { reachable: false, error: 'cannot connect' };
    const state = { a: look('a'), b: look('b'), replicas: [], pointer, at: pair.clock.now() };
    const lag = quick ? null : this.#lag(state, passive);
    return { ...state, near: lag !== null, lagMs: lag ?? 'unknown' };
  }

  #lag(state: Pick<PairState, Side>, passive: Side): number | null {
    const target = state[otherSide(passive)];
    const lower = state[passive];
    if (!target.reachable || !lower.reachable) return null;
    const begun = this.pair.clock.now();
    while (!this.pair[passive].executedSet.contains(target.executed)) {
      if (lower.applier !== 'running' || this.pair.clock.now() - begun > modelLimits.lagMs) return null;
      this.pair.clock.advance(20);
    }
    return this.pair.clock.now() - begun;
  }

  #pointer(): PointerState {
    const { pointers } = this.pair;
    const [first] = pointers;
    if (first === undefined || pointers.some(({ readable }) => !readable))
      return { kind: 'unreadable', detail: 'EACCES' };
    if (pointers.some(({ side }) => side !== first.side))
      return { kind: 'disagree', detail: 'they name both' };
    return { kind: 'names', side: first.side, generation: first.generation };
  }

  #journalSession(side: Side): ReturnType<JournalSessions> {
    this.#assertAlive();
    return Promise.resolve(this.pair.reachable(side) ? this.#session(side) : null);
  }

  /** Answers the two statements of the journal. */
  #session(side: Side): Session {
    const server = this.pair[side];
    let open = true;
    const answer = (sql: string, values: readonly unknown[]): readonly unknown[] => {
      if (!sql.startsWith('INSERT')) return [...server.journal];
      if (server.readLock) this.pair.hazard(`the journal of ${side} waits behind our own read lock`);
      if (server.superReadOnly || server.readLock) throw refused(side, errno.readOnly);
      if (server.journalFull) throw refused(side, diskFull);
      const row = rowOf(values);
      const same = ({ epoch, n, nonce }: JournalRow): boolean =>
        epoch === row.epoch && n === row.n && nonce === row.nonce;
      if (!server.journal.some(same)) server.journal.push(row);
      return [];
    };
    const rows = (sql: string, values: readonly unknown[] = []): Promise<readonly unknown[]> =>
      this.operation(side, () => answer(sql, values), { ms: 1 }).catch((error: unknown) => {
        open = !(error instanceof OutcomeUnknownError);
        throw error instanceof FailedError && !(error instanceof ServerError)
          ? refused(side, diskFull)
          : error;
      });
    // The journal asks whether its session is binlogged.
    const row = async () => ({ log: 0 });
    return { label: side, isOpen: () => open && this.pair.reachable(side), rows, row } as unknown as Session;
  }

  #assertAlive(): void {
    if (this.#dead) throw new RunnerDied('the runner is dead');
  }

  #assertLock(side: Side): void {
    this.#assertAlive();
    if (this.pair.locks[side] !== this) throw new LockLostError(`${side}: the lock is gone`);
  }
}

const diskFull = 1021;

function refused(side: Side, number: number): ServerError {
  return new ServerError(side, Object.assign(new Error('refused'), { errno: number }));
}

function levelOf(previous: PairState | null, side: Side): Level | undefined {
  const server = previous?.[side];
  return server?.reachable === true ? server.level : undefined;
}

function rowOf([epoch, n, nonce, run_id, at, kind, entry]: readonly unknown[]): JournalRow {
  return { epoch, n, nonce, run_id, at: at ?? '', kind, entry } as JournalRow;
}
