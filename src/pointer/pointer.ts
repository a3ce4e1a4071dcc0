/**
 * The port: the balancer-facing record of which server is active. Adapters differ in where it is kept; all of
 * them move it by compare-and-set on a generation, read it back, and never create it by themselves.
 */
import type { HostPort } from '../config/config.js';
import type { Side } from '../pair/side.js';

/** What a pointer says. */
export type PointerValue = PointerTarget & {
  /** Grows by one with every move, also when the side stays: the same generation means the same value. */
  readonly generation: number;
  /** UTC, ISO 8601, by the clock of the machine that moved it. For people: nothing is decided by it. */
  readonly updatedAt: string;
};

/** Where a pointer can be moved to. Host and port are what applications use. */
export type PointerTarget = HostPort & { readonly active: Side };

export type Pointer = {
  /** For messages: `pointer file /srv/app/active.json`. */
  readonly name: string;
  /** Throws FailedError when there is none yet, or when it cannot be understood. */
  read(): Promise<PointerValue>;
  /**
   * Moves the pointer to `target` if it still has the generation of `expected`, and returns what was read back.
   * The target may be the same side: that is how a run finds out beforehand whether moves are accepted. Throws
   * FailedError when somebody else moved it first or the move was refused, OutcomeUnknownError when looking
   * afterwards could not tell.
   */
  compareAndSet(expected: PointerValue, target: PointerTarget): Promise<PointerValue>;
};

/** A pointer that can be given its first value, which only `initialisePointers` asks for. */
export type NewPointer = Pointer & {
  /** Throws FailedError when there is a value already, or when it could not be written. */
  create(first: PointerValue): Promise<PointerValue>;
};
