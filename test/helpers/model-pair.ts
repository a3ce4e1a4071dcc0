/**
 * Two simulated servers with behaviour, a pointer, and an application that writes through it and remembers what was
 * acknowledged. Time passes only when somebody waits; in it, the application writes, receivers fetch and appliers
 * apply. The pair judges what a run does to it: a hazard is noted the moment it happens.
 */
import { enabledEvents, nameOf } from '../../src/pair/scheduled-event.js';
import { otherSide, type Side, sides } from '../../src/pair/side.js';
import { programsLevel } from '../../src/programs/planned-program.js';
import { programKey } from '../../src/programs/program.js';
import { newManualClock } from './clock.js';
import { asleep, modelEvents } from './model-events.js';
import { fingerprintOf, type ModelPlan } from './model-plan.js';
import { type Fit, ModelServer, type Transaction } from './model-server.js';

export type PairOptions = {
  readonly plan: ModelPlan;
  readonly flavor: 'mariadb' | 'mysql';
  readonly active: Side;
  /** `slave_type_conversions` of the option files. */
  readonly conversions: string;
  readonly autoStart: boolean;
  /** `super_read_only` of the option files (MySQL): the passive is locked when a run begins, and any side after a boot. */
  readonly locked: boolean;
  /** The application writes once in so many ms; 0: it does not. */
  readonly writeEveryMs: number;
  /** Transactions that an applier applies in one slice. */
  readonly applyPerSlice: number;
  readonly pointers: number;
};

export type ModelPointer = {
  side: Side;
  generation: number;
  /** So many moves are still to be refused. */
  refusals: number;
  readable: boolean;
};

/** Who does what is being done now: only a run is answerable for hazards. */
type Actor = 'run' | 'hand' | 'world';

/** Time passes in slices of so many ms. */
const sliceMs = 20;

export class ModelPair {
  readonly options: PairOptions;
  readonly plan: ModelPlan;
  readonly clock = newManualClock(ms => this.#live(ms));
  readonly a: ModelServer;
  readonly b: ModelServer;
  readonly pointers: ModelPointer[];
  readonly hazards: string[] = [];
  /** Times that an action's own guard had to stop what the rules asked for. */
  readonly guards: string[] = [];
  /** How long writes through the pointer were refused, each time, in ms. */
  readonly pauses: number[] = [];
  /** Holder of each side's lock. */
  readonly locks: Record<Side, object | null> = { a: null, b: null };
  /** A side that lives, but cannot be reached by the runner. */
  readonly cutOff: Record<Side, boolean> = { a: false, b: false };
  readonly slow: Record<Side, boolean> = { a: false, b: false };
  /** Something that nobody planned has happened: pauses are not to be blamed on the run. */
  disturbed = false;
  /** Something has happened that no run has looked at since. */
  unseen = false;
  writing = true;
  /** So many fences are still to time out behind a long write. */
  fenceTimeouts = 0;
  proof: string | null = null;
  actor: Actor = 'world';
  readonly #startedBy: Record<Side, Actor | 'boot'> = { a: 'world', b: 'world' };
  readonly #later: { readonly at: number; readonly act: () => void }[] = [];
  #writes = 0;
  #nextWrite = 0;
  #session: Side | null = null;
  #pausedSince: number | null = null;

  constructor(options: PairOptions) {
    const { plan, flavor, active, conversions, autoStart, locked, pointers } = options;
    this.options = options;
    this.plan = plan;
    const mysql = flavor === 'mysql';
    const server = (side: Side): ModelServer =>
      new ModelServer({
        side,
        events: modelEvents(side, active),
        conversions,
        // A MySQL server that starts by itself is refused by preflight.
        autoStart: autoStart && !mysql,
        stopsForGood: mysql,
        locksAtBoot: mysql && locked,
        programs: plan.plan.batches.flatMap(({ programs = [] }) => programs.map(programKey)),
      });
    this.a = server('a');
    this.b = server('b');
    this[active].readOnly = false;
    this[active].superReadOnly = false;
    this.pointers = Array.from({ length: pointers }, () => ({
      side: active,
      generation: 1,
      refusals: 0,
      readable: true,
    }));
  }

  reachable(side: Side): boolean {
    return this[side].up && !this.cutOff[side];
  }

  /** Does something in somebody's name. */
  as<T>(actor: Actor, work: () => T): T {
    const before = this.actor;
    this.actor = actor;
    try {
      return work();
    } finally {
      this.actor = before;
    }
  }

  hazard(what: string): void {
    if (this.actor === 'run') this.hazards.push(what);
  }

  after(ms: number, act: () => void): void {
    this.#later.push({ at: this.clock.now() + ms, act });
  }

  /** Whatever was to happen later happens now. */
  hurry(): void {
    for (const { act } of this.#later.splice(0)) act();
  }

  openWrites(side: Side): void {
    const other = this[otherSide(side)];
    if (other.up && !other.readOnly) this.hazard(`${side} was opened while ${other.side} accepts writes`);
    const lacks = [...other.rows.keys()].some(id => id.startsWith('w') && !this[side].rows.has(id));
    if (lacks) this.hazard(`${side} was opened before it had every acknowledged write of ${other.side}`);
    if (this.hasMixedPrograms(side)) this.hazard(`${side} was opened with programs of two versions`);
    this[side].readOnly = false;
    this[side].superReadOnly = false;
    this[side].readLock = false;
  }

  /** Whether callers on a side would meet some programs of a flip batch as they were, and others as they are to be. */
  hasMixedPrograms(side: Side): boolean {
    return this.plan.plan.batches.some(
      ({ strategy, programs = [] }) =>
        strategy === 'flip' &&
        programs.length > 0 &&
        !['all', 'none'].includes(programsLevel(programs, this[side].programs)),
    );
  }

  /** What the fence held beyond the read-only setting. */
  releaseFence(side: Side): void {
    this[side].readLock = false;
  }

  closeWrites(side: Side): void {
    this[side].readOnly = true;
    this[side].superReadOnly = false;
  }

  /** Enabling is binlogged, putting to sleep is not. */
  turnEvent(side: Side, name: string, turn: 'on' | 'off'): void {
    if (turn === 'off') this[side].events = asleep(this[side].events, name, side);
    else this[side].write({ kind: 'event', name });
    const other = enabledEvents(this[otherSide(side)].events).map(nameOf);
    if (turn === 'on' && other.includes(name)) this.hazard(`${name} is enabled on both sides`);
    if (turn === 'on' && this[side].readOnly)
      this.hazard(`${name} was enabled on ${side}, which refuses writes`);
  }

  startReplication(side: Side): void {
    this[side].start();
    this.#startedBy[side] = this.actor;
  }

  forgetConversions(side: Side): void {
    this[side].conversions = this.options.conversions;
    this.#startedBy[side] = this.actor;
  }

  movePointer(index: number, to: Side): void {
    const pointer = this.pointers[index];
    if (pointer === undefined) return;
    if (this[to].readOnly) this.hazard(`a pointer was moved to ${to}, which refuses writes`);
    pointer.side = to;
    pointer.generation++;
  }

  endSessions(side: Side): void {
    if (this.#session === side) this.#session = null;
  }

  /** The run's session on a side is gone, and with it the lock and what else it held. */
  loseSession(side: Side): void {
    this.disturbed = true;
    this.locks[side] = null;
    this[side].readLock = false;
  }

  reboot(side: Side, downMs: number): void {
    this.loseSession(side);
    this[side].crash();
    this.endSessions(side);
    this.after(downMs, () => {
      this[side].boot(this.clock.now());
      if (this.#startedBy[side] !== 'hand') this.#startedBy[side] = 'boot';
    });
  }

  /** One write of the application, wherever its session is; refused when that side refuses it. */
  writeOnce(): void {
    const side = this.#session ?? this.pointers[0]?.side ?? 'a';
    const server = this[side];
    const accepted = server.up && !server.readOnly && !server.readLock;
    this.#session = accepted ? side : null;
    if (accepted) server.write({ kind: 'row', id: `w${++this.#writes}` });
  }

  get acknowledged(): number {
    return this.#writes;
  }

  /** Whether the promotion of a side was written down in the flip that is open. */
  hasPromise(side: Side): boolean {
    const rows = [...this.a.journal, ...this.b.journal];
    const epoch = Math.max(...rows.map(row => row.epoch));
    const newest = (kind: string): { readonly n: number; readonly entry: string } =>
      rows
        .filter(row => row.kind === kind && row.epoch === epoch)
        .reduce((last, row) => (row.n > last.n ? row : last), { n: -1, entry: '{}' });
    const promise = newest('promote');
    return promise.n > newest('flip').n && JSON.parse(promise.entry).to === side;
  }

  /** What a comparison of both sides would find now: nothing, when they are equal. */
  differences(): readonly string[] {
    const { a, b } = this;
    return [
      ...(fingerprintOf(a.changes) === fingerprintOf(b.changes) ? [] : ['structures differ']),
      ...(a.recorded.join() === b.recorded.join() ? [] : ['bookkeeping differs']),
      ...(JSON.stringify(a.programs) === JSON.stringify(b.programs) ? [] : ['programs differ']),
      ...differentRows(a, b),
    ];
  }

  #live(ms: number): void {
    this.as('world', () => {
      for (let left = ms; left > 0; left -= sliceMs) this.#slice();
    });
  }

  #slice(): void {
    const now = this.clock.now();
    const due = this.#later.filter(({ at }) => at <= now);
    for (const entry of due) {
      this.#later.splice(this.#later.indexOf(entry), 1);
      entry.act();
    }
    this.#write();
    for (const side of sides) this.#replicate(side);
    this.#watchPause(now);
  }

  #write(): void {
    const { writeEveryMs } = this.options;
    if (writeEveryMs === 0 || !this.writing) return;
    this.#nextWrite -= sliceMs;
    for (; this.#nextWrite <= 0; this.#nextWrite += writeEveryMs) this.writeOnce();
  }

  #replicate(side: Side): void {
    const server = this[side];
    const source = this[otherSide(side)];
    if (!server.up) return;
    server.reconnect(source.up);
    if (server.receiver === 'running') server.fetch(source);
    if (this.slow[side]) return;
    for (let n = 0; n < this.options.applyPerSlice && server.applier === 'running' && !server.readLock; n++) {
      server.applyNext(transaction => this.#judge(server, transaction));
    }
  }

  /** An applier that a run started must never meet events that its structure cannot take. */
  #judge(server: ModelServer, transaction: Transaction): Fit {
    const fit = fitOf(this.plan, server, transaction);
    const foreign = [...server.changes, ...transaction.changes].some(isForeign);
    const by = this.#startedBy[server.side];
    // A boot forgets the conversions: that it stops then is right. What it must not do is apply.
    if (fit !== 'fits' && !foreign && by !== 'hand' && (by !== 'boot' || fit === 'garbled')) {
      this.hazards.push(`${server.side} applied events of another structure: ${fit}`);
    }
    return fit;
  }

  #watchPause(now: number): void {
    const side = this.pointers[0]?.side ?? 'a';
    const open = this[side].up && !this[side].readOnly;
    if (!open) this.#pausedSince ??= now;
    else if (this.#pausedSince !== null) {
      if (!this.disturbed) this.pauses.push(now - this.#pausedSince);
      this.#pausedSince = null;
    }
  }
}

const isForeign = (change: string): boolean => change.startsWith('foreign');

function fitOf(
  plan: ModelPlan,
  { changes, conversions }: ModelServer,
  { changes: written }: Transaction,
): Fit {
  const extra = changes.filter(change => !written.includes(change));
  const lost = written.filter(change => !changes.includes(change) && !plan.needs(change).reversible);
  // A column that the plan does not know moves the ones behind it.
  const moved = extra.length > 0 && written.some(isForeign);
  if (lost.length > 0 || moved) return 'garbled';
  const needs = extra.map(change => plan.needs(change));
  if (needs.some(({ fits }) => !fits)) return 'garbled';
  const has = conversions.split(',');
  return needs.every(need => need.conversions.every(each => has.includes(each))) ? 'fits' : 'stops';
}

/** Rows that both should have by their positions, and rows that were stored wrong or twice. */
function differentRows(a: ModelServer, b: ModelServer): readonly string[] {
  const found: string[] = [];
  for (const id of new Set([...a.rows.keys(), ...b.rows.keys()])) {
    const [mine, theirs] = [a.rows.get(id), b.rows.get(id)];
    const either = mine ?? theirs;
    if (either === undefined) continue;
    const due = a.executed[either.origin] >= either.n && b.executed[either.origin] >= either.n;
    if (due && (mine?.count !== 1 || theirs?.count !== 1)) found.push(`${id} is not on both sides once`);
    else if (due && mine?.garbled !== theirs?.garbled) found.push(`${id} differs`);
  }
  return found;
}
