/**
 * Exit codes: what a pipeline decides by. One table for errors, one function for the endings of a run, both in
 * `docs/exit-codes.md`. Codes from 64 on are those of sysexits.h.
 */
import type { RunEvent } from '../engine/event.js';
import { type ErrorCode, ShiftError } from '../errors.js';

export const exitCodes = {
  done: 0,
  /** `plan`: there is something to do; `verify`: the sides differ. */
  changes: 1,
  failed: 2,
  /** A person must decide or approve; the pair is safe as it is. */
  person: 3,
  usage: 64,
  /** Nothing is wrong with the pair: the same command goes on, now or later. */
  again: 75,
  config: 78,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The events that a run ends with. */
export type Ending = Extract<RunEvent, { readonly type: 'goal' | 'blocked' | 'interrupted' }>;

const byErrorCode: Readonly<Record<ErrorCode, ExitCode>> = {
  usage: exitCodes.usage,
  config: exitCodes.config,
  preflight: exitCodes.person,
  refused: exitCodes.person,
  blocked: exitCodes.person,
  'outcome-unknown': exitCodes.person,
  'lock-held': exitCodes.again,
  'lock-lost': exitCodes.again,
  stopped: exitCodes.again,
  failed: exitCodes.failed,
};

/** All others need a person. */
const byBlock: Readonly<Record<string, ExitCode>> = {
  // Stopped where it was told to stop: `--until passive`.
  paused: exitCodes.done,
  // … or `--hold-after-flip`.
  holding: exitCodes.done,
  'flip-window': exitCodes.again,
};

/** Whatever is no `ShiftError` is a bug, and counts as failed. */
export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof ShiftError ? byErrorCode[error.code] : exitCodes.failed;
}

export function exitCodeOfEnding(ending: Ending): ExitCode {
  switch (ending.type) {
    case 'goal':
      return exitCodes.done;
    case 'blocked':
      return byBlock[ending.id] ?? exitCodes.person;
    case 'interrupted':
      return exitCodes.again;
    default: {
      const never: never = ending;
      return never;
    }
  }
}

export function isEnding(event: RunEvent): event is Ending {
  return event.type === 'goal' || event.type === 'blocked' || event.type === 'interrupted';
}
