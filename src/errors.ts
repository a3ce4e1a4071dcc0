/**
 * Every error that a person may read. Each says what was seen, where, and (in `hint`) what to do next.
 * Nothing else is shown: an error that is not a `ShiftError` is a bug and is reported as one.
 */
export type ErrorCode =
  | 'usage'
  | 'config'
  | 'preflight'
  | 'refused'
  | 'blocked'
  | 'outcome-unknown'
  | 'lock-held'
  | 'lock-lost'
  | 'stopped'
  | 'failed';

/** One thing that is wrong with an input or a server: where (file, line, key, side), what, and what to do. */
export type Finding = {
  /** Stable name of the check, such as `unknown-key` or `errant-transactions`; documented in `docs/`. */
  readonly id: string;
  /** Where it was seen: a config key, `file:line`, or `server a (127.0.0.1:3306)`. */
  readonly where: string;
  readonly message: string;
  readonly hint?: string;
};

export class ShiftError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly findings: readonly Finding[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; cause?: unknown; findings?: readonly Finding[] } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.findings = options.findings ?? [];
  }
}

type Options = ConstructorParameters<typeof ShiftError>[2];

/** The command line is wrong. Exit 64. */
export class UsageError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('usage', message, options);
  }
}

/** The configuration, or a file it names, is wrong; `findings` has one entry per problem. Exit 78. */
export class ConfigError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('config', message, options);
  }
}

/** The servers are not in a state in which a run may start; `findings` has every reason at once. Exit 3. */
export class PreflightError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('preflight', message, options);
  }
}

/** A migration that cannot go any safe way; `findings` has the reason and the safe rewrite. Exit 3. */
export class RefusedError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('refused', message, options);
  }
}

/** The pair is in a state that only a person can resolve or approve. Exit 3. */
export class BlockedError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('blocked', message, options);
  }
}

/** A statement was sent and no answer came, and looking at the server could not tell. Exit 3. */
export class OutcomeUnknownError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('outcome-unknown', message, options);
  }
}

/** Another run holds the pair's lock. Exit 75: run again later. */
export class LockHeldError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('lock-held', message, options);
  }
}

/** Our own lock session is gone, so nothing more may be done by this process. Exit 75: run again. */
export class LockLostError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('lock-lost', message, options);
  }
}

/** An action was told to stop, or its statement was cancelled: nothing is broken. Exit 75: run again. */
export class StoppedError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('stopped', message, options);
  }
}

/** An action failed for a reason that the server or the system gave. Exit 2. */
export class FailedError extends ShiftError {
  constructor(message: string, options?: Options) {
    super('failed', message, options);
  }
}
