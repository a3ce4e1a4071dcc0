/** What the engine needs from the world. Small types of functions, made once, passed as arguments. */

import type { Finding } from '../errors.js';
import type { Entry } from '../journal/entry.js';
import type { Facts, RuleLimits } from '../pair/facts.js';
import type { Side } from '../pair/side.js';
import type { PairState } from '../pair/state.js';
import type { View } from '../pair/view.js';
import type { Action } from './action.js';

export type Clock = {
  /** Unix time in ms. */
  now(): number;
  sleep(ms: number): Promise<void>;
};

/** How far a long action is; shown to people, never decided upon. */
export type Progress = {
  /** What is going on: `ALTER TABLE orders …`, `chunk 12 of 40`. */
  readonly what: string;
  /** 0 to 1, or null where the server does not tell. */
  readonly share: number | null;
  readonly etaMs: number | null;
  /** Rows that a finished comparison found equal on both sides. */
  readonly rows?: number;
  /** What a person should read whatever becomes of the action: told as warnings. */
  readonly findings?: readonly Finding[];
};

export type Report = (progress: Progress) => void;

/** Who holds the locks, where journal entries go, what the fence holds: all of it lives with the performer. */
export type Ports = {
  /**
   * Looks at the pair. `quick` is for the write pause: structures are taken from `previous`, because nothing can
   * change them while nobody can write.
   */
  observe(previous: PairState | null, quick: boolean): Promise<PairState>;
  /** Carries out one action. Throws; an error after which the outcome is unknown is an OutcomeUnknownError. */
  perform(action: Action, view: View, report: Report): Promise<void>;
  /** Text of an action, for people: what `plan` prints too. */
  describe(action: Action): readonly string[];
  readonly journal: {
    reload(): Promise<Facts>;
    facts(): Facts;
    append(entry: Entry, avoid?: Side | null): Promise<void>;
  };
  /** Asked directly before a flip, while writes are on: null, or why it may not begin. Absent: it may. */
  readonly mayFlip?: (view: View) => Promise<string | null>;
  /** Throws LockLostError when this process no longer holds the lock on one of these sides; both by default. */
  assertLocked(on?: readonly Side[]): void;
  readonly clock: Clock;
  readonly limits: RuleLimits;
};
