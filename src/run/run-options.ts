import type { Acceptable } from '../preflight/acceptable.js';

/** What `migrate` and `flip` are told alike. */
export type RunOptions = {
  /** Approve every flip of this run in advance. */
  readonly yes: boolean;
  /** Wait for an approval from elsewhere instead of ending with a block. */
  readonly awaitApproval: boolean;
  /** Wait for the flip window to open instead of ending. */
  readonly awaitWindow?: boolean;
  /** Aborted to end the run between two actions, as soon as the pair is steady; also ends waiting for the lock. */
  readonly signal: AbortSignal;
  /** Aborted when a DDL is not waited for any more: it goes on in its server, and the next run picks it up. */
  readonly leave?: AbortSignal;
  /** Findings of preflight that a person vouches for. */
  readonly accept?: readonly Acceptable[];
  /** How long to wait in ms for another run to end; default 0. */
  readonly lockTimeoutMs?: number;
};

/** For `Run`, in which an absent signal is no signal. */
export function leaving({ leave }: Pick<RunOptions, 'leave'>): Pick<RunOptions, 'leave'> {
  return leave === undefined ? {} : { leave };
}
