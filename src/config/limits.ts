/** The limits a user may set: one table for the schema, the defaults and the documentation. */
import type { Limits } from './config.js';

export type LimitDefinition = {
  readonly default: number;
  readonly description: string;
  /** `seconds`: milliseconds that a server takes in whole seconds only (`lock_wait_timeout`), so 1000, 2000, … */
  readonly unit: 'milliseconds' | 'seconds' | 'times';
  /** Default 1. */
  readonly minimum?: number;
};

export const limits: Readonly<Record<keyof Limits, LimitDefinition>> = {
  lagMs: {
    default: 1000,
    unit: 'milliseconds',
    description: 'A passive that is at most this far behind counts as near: a flip may start.',
  },
  catchUpStallMs: {
    default: 600_000,
    unit: 'milliseconds',
    description: 'A passive whose lag has not shrunk for this long while it catches up blocks the run.',
  },
  fenceLockWaitMs: {
    default: 2000,
    unit: 'seconds',
    description:
      'How long the fence waits for running writes; new writes hang meanwhile. Whole seconds, part of writePauseMs.',
  },
  drainMs: {
    default: 3000,
    unit: 'milliseconds',
    description:
      'How long the passive may take to apply the last writes of the fenced active. Part of writePauseMs.',
  },
  writePauseMs: {
    default: 5000,
    unit: 'milliseconds',
    // Shorter than the shortest wait for a lock that a server knows, no fence could ever be tried.
    minimum: 1000,
    description:
      'Longest time without a writable server. A flip that passes it gives writes back to the old active.',
  },
  metadataLockWaitMs: {
    default: 30_000,
    unit: 'seconds',
    description: 'How long a DDL on the passive waits for a metadata lock. Whole seconds.',
  },
  longTransactionMs: {
    default: 10_000,
    unit: 'milliseconds',
    description: 'A transaction older than this on the active keeps a flip from starting.',
  },
  legServersAtOnce: {
    default: 4,
    unit: 'times',
    description: 'How many servers run the DDL of a leg at once: the side and the replicas below it.',
  },
  directMs: {
    default: 2000,
    unit: 'milliseconds',
    description:
      'An online DDL expected to take at most this long runs on the active and replicates; a longer one flips.',
  },
  directLockWaitMs: {
    default: 2000,
    unit: 'seconds',
    description: 'How long a direct DDL waits for a metadata lock on the active. Whole seconds.',
  },
  directAttempts: {
    default: 5,
    unit: 'times',
    description: 'How often a direct DDL is tried when it cannot get its lock.',
  },
  proofMs: {
    default: 43_200_000,
    unit: 'milliseconds',
    description: 'A comparison of both sides older than this is made again before a flip begins.',
  },
  flipAttempts: {
    default: 3,
    unit: 'times',
    description: 'How often a flip is tried before a person is asked.',
  },
  verifyLagMs: {
    default: 5000,
    unit: 'milliseconds',
    description: 'Comparing rows pauses while the passive is further behind than this.',
  },
  verifyStatements: {
    default: 50,
    unit: 'times',
    description: 'Comparing rows pauses while more statements than this run on the active at once.',
  },
  verifyLockMs: {
    default: 200,
    unit: 'milliseconds',
    description:
      'MySQL: how long comparing rows waits for the global read lock, about once a minute; new writes hang meanwhile.',
  },
};
