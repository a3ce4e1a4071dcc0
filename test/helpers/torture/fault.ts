/** What a fault is: something that happens to the world around a run, once, and how the world becomes whole again. */
import type { Side } from '../../../src/pair/side.js';
import type { Contest } from './arena.js';
import type { Random } from './random.js';
import type { Runner } from './start-runner.js';
import type { Wires } from './wires.js';

export type Victim = {
  readonly contest: Contest;
  readonly runner: Runner;
  readonly random: Random;
  readonly wires: Wires | null;
  /** Roles as the run saw them last. */
  readonly active: Side;
  readonly passive: Side;
  /** Runs another command in the same folder; resolves to its exit code. */
  command(...args: readonly string[]): Promise<number | string>;
};

/** The world becomes whole by itself after a while: a server is started, a network comes back. */
export type Healing = { readonly afterMs: number; heal(): Promise<void> };

export type Fault = {
  /** What it does, in the column of the table and in the title of a test. */
  readonly name: string;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
  /** The command reaches the servers through wires that can be harmed. */
  readonly wired?: true;
  /** The pointer is a command that can be told to fail. */
  readonly execPointer?: true;
  /** Replication runs through wires too. */
  readonly wiredReplication?: true;
  /** The run must stand still while it strikes. */
  readonly held?: true;
  /** Strikes at its own moment instead of one that is drawn. Resolves to false when that never came. */
  readonly moment?: (victim: Victim) => Promise<boolean>;
  strike(victim: Victim): Promise<Healing | null>;
  /** What a person does when the command says that only a person can: it was one who made the mess. */
  readonly putRight?: (contest: Contest) => Promise<void>;
};
