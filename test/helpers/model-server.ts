/**
 * One simulated server: it executes, logs, receives and applies transactions, refuses writes while it is read-only,
 * and forgets at a boot what a server forgets. It judges nobody: `ModelPair` does.
 */
import { MysqlGtidSet } from '../../src/gtid/mysql-gtid-set.js';
import type { Range } from '../../src/gtid/ranges.js';
import type { ScheduledEvent } from '../../src/pair/scheduled-event.js';
import { type Side, sides } from '../../src/pair/side.js';
import type { Applier, Level, ReachableServer, Receiver } from '../../src/pair/state.js';
import type { FoundProgram } from '../../src/programs/planned-program.js';
import { serverIds, withStatus } from './model-events.js';
import { type Changes, fingerprintOf } from './model-plan.js';

export type Transaction = {
  readonly origin: Side;
  readonly n: number;
  /** The structure that it was written with: row events carry positions, not names. */
  readonly changes: Changes;
  readonly does:
    | { readonly kind: 'row'; readonly id: string; readonly records?: string }
    | { readonly kind: 'ddl'; readonly change: string; readonly drops: boolean }
    | { readonly kind: 'program'; readonly key: string; readonly found: FoundProgram }
    /** A scheduled event is enabled. */
    | { readonly kind: 'event'; readonly name: string };
};

/** `garbled`: the value was stored in the wrong column, or was lost. */
export type Row = { readonly origin: Side; readonly n: number; count: number; garbled: boolean };

/** What a row event of another structure meets on this server. */
export type Fit = 'fits' | 'garbled' | 'stops';

/** As the table has it: `entry` is text. */
export type JournalRow = {
  readonly epoch: number;
  readonly n: number;
  readonly nonce: string;
  readonly run_id: string;
  readonly at: string;
  readonly kind: string;
  readonly entry: string;
};

export type ServerOptions = {
  readonly side: Side;
  readonly events: readonly ScheduledEvent[];
  readonly conversions: string;
  /** Both threads start by themselves after a boot, unless the applier is held. */
  readonly autoStart: boolean;
  /** They never do, so that a stopped applier counts as held (MySQL). */
  readonly stopsForGood: boolean;
  /** `super_read_only` of the option file: locked after a boot. */
  readonly locksAtBoot: boolean;
  /** Keys of the stored programs that it has. */
  readonly programs: readonly string[];
};

const uuids = { a: 'aaaaaaaa-0000-4000-8000-000000000001', b: 'bbbbbbbb-0000-4000-8000-000000000002' };

export class ModelServer {
  readonly side: Side;
  readonly options: ServerOptions;
  up = true;
  bootedAt = 1_700_000_000;
  readOnly = true;
  superReadOnly: boolean;
  /** The global read lock: nobody writes, not even the journal. It goes with the session that took it. */
  readLock = false;
  receiver: Receiver = 'running';
  applier: Applier = 'running';
  error: string | null = null;
  /** The way to the other side: a broken one stops the receiver with an error, until somebody starts it again. */
  link: 'up' | 'connecting' | 'broken' = 'up';
  conversions: string;
  changes: Changes = [];
  recorded: readonly string[] = [];
  /** By key. */
  programs: Readonly<Record<string, FoundProgram>>;
  readonly rows = new Map<string, Row>();
  /** Highest number executed of what each side wrote; numbers have no gaps here. */
  readonly executed: Record<Side, number> = { a: 0, b: 0 };
  readonly binlog: Transaction[] = [];
  relay: Transaction[] = [];
  /** Rows of the journal's table. */
  journal: JournalRow[] = [];
  journalFull = false;
  knexLocked = false;
  events: readonly ScheduledEvent[];

  constructor(options: ServerOptions) {
    this.side = options.side;
    this.options = options;
    this.conversions = options.conversions;
    this.events = options.events;
    this.superReadOnly = options.locksAtBoot;
    this.programs = Object.fromEntries(options.programs.map(key => [key, 'old']));
  }

  /** A client's transaction, binlogged. */
  write(does: Transaction['does']): void {
    this.#execute({ origin: this.side, n: this.executed[this.side] + 1, changes: this.changes, does });
  }

  /** What the receiver fetches at this moment: nothing twice, nothing of our own. */
  fetch(source: ModelServer): void {
    const { side, executed, binlog } = source;
    const have = Math.max(this.executed[side], this.relay.at(-1)?.n ?? 0);
    // Nothing is new at most moments, and what is stands at the end: a run is thousands of moments.
    if (executed[side] <= have) return;
    const last = binlog.findLastIndex(({ origin, n }) => origin === side && n <= have);
    this.relay.push(...binlog.slice(last + 1).filter(({ origin }) => origin === side));
  }

  /** Applies the next relayed transaction. An error stops the applier and leaves the transaction where it is. */
  applyNext(fitOf: (transaction: Transaction) => Fit): void {
    const [transaction] = this.relay;
    if (transaction === undefined) return;
    const { does } = transaction;
    const fit = does.kind === 'row' ? fitOf(transaction) : this.#hasDone(does) ? 'stops' : 'fits';
    if (fit === 'stops') {
      this.applier = 'broken';
      this.error = does.kind === 'row' ? '1677 cannot be converted' : '1060 duplicate column';
      return;
    }
    this.relay.shift();
    this.#execute(transaction);
    const row = does.kind === 'row' ? this.rows.get(does.id) : undefined;
    if (row !== undefined && fit === 'garbled') row.garbled = true;
  }

  hold(): void {
    this.applier = 'held';
    this.#connect();
  }

  start(): void {
    this.applier = 'running';
    this.#connect();
  }

  /** What `STOP SLAVE SQL_THREAD` does: a hold stays a hold. */
  stopApplier(): void {
    if (this.applier !== 'held') this.applier = this.options.stopsForGood ? 'held' : 'stopped';
  }

  crash(): void {
    this.up = false;
    this.readLock = false;
  }

  boot(now: number): void {
    const { autoStart, locksAtBoot } = this.options;
    this.up = true;
    this.bootedAt = Math.max(this.bootedAt + 1, Math.floor(now / 1000));
    this.readOnly = true;
    this.superReadOnly = locksAtBoot;
    this.conversions = this.options.conversions;
    this.relay = [];
    if (autoStart && this.applier !== 'held') this.applier = 'running';
    else this.stopApplier();
    if (autoStart) this.#connect();
    else this.receiver = 'stopped';
  }

  /** Follows the link as a receiver does by itself; called as time passes. */
  reconnect(sourceUp: boolean): void {
    const link = sourceUp || this.link === 'broken' ? this.link : 'connecting';
    if (this.receiver === 'running' && link !== 'up') this.receiver = link;
    if (this.receiver === 'connecting') this.receiver = link === 'up' ? 'running' : link;
  }

  get executedSet(): MysqlGtidSet {
    const entries = sides.flatMap((side): [string, Range[]][] => {
      const last = BigInt(this.executed[side]);
      return last === 0n ? [] : [[uuids[side], [{ first: 1n, last }]]];
    });
    return new MysqlGtidSet(new Map(entries));
  }

  get level(): Level {
    const { programs, recorded } = this;
    const found = Object.keys(programs).length === 0 ? {} : { programs };
    return { structure: fingerprintOf(this.changes), recorded, ...found };
  }

  look(level: Level = this.level): ReachableServer {
    return {
      reachable: true,
      identity: { serverId: serverIds[this.side], uuid: uuids[this.side], bootedAt: this.bootedAt },
      writable: !this.readOnly,
      superReadOnly: this.superReadOnly,
      executed: this.executedSet,
      receiver: this.receiver,
      applier: this.applier,
      replicationError: this.error,
      conversions: this.conversions,
      events: this.events,
      level,
    };
  }

  /** DDL, logged or not. */
  alter(change: string, drops = false): void {
    const rest = this.changes.filter(other => other !== change);
    this.changes = drops ? rest : [...rest, change];
  }

  /** Logged or not. */
  setProgram(key: string, found: FoundProgram): void {
    this.programs = { ...this.programs, [key]: found };
  }

  record(migration: string): void {
    this.recorded = [...new Set([...this.recorded, migration])].sort();
  }

  forget(migrations: readonly string[]): void {
    this.recorded = this.recorded.filter(name => !migrations.includes(name));
  }

  /** Both threads were stopped: MariaDB throws away what was relayed and not applied. */
  #connect(): void {
    this.relay = [];
    this.receiver = this.link === 'up' ? 'running' : this.link;
    this.error = null;
  }

  #execute(transaction: Transaction): void {
    const { origin, n, does } = transaction;
    this.executed[origin] = n;
    this.binlog.push(transaction);
    if (does.kind === 'ddl') {
      this.alter(does.change, does.drops);
      return;
    }
    if (does.kind === 'program') {
      this.setProgram(does.key, does.found);
      return;
    }
    if (does.kind === 'event') {
      this.events = withStatus(this.events, does.name, { side: this.side, origin });
      return;
    }
    const row = this.rows.get(does.id);
    if (row === undefined) this.rows.set(does.id, { origin, n, count: 1, garbled: false });
    else row.count++;
    if (does.records !== undefined) this.record(does.records);
  }

  #hasDone(does: Exclude<Transaction['does'], { kind: 'row' }>): boolean {
    if (does.kind !== 'ddl') return false;
    const { change, drops } = does;
    return this.changes.includes(change) !== drops;
  }
}
