/** Turns what the driver throws into our errors, and answers questions about them by number. */
import { FailedError } from '../errors.js';
import { errno } from './errno.js';

/** A server refused or failed a statement. `errno` is null when the connection was lost: the outcome is unknown. */
export class ServerError extends FailedError {
  readonly errno: number | null;
  /** The server's own text, without our prefix. */
  readonly serverText: string;

  constructor(label: string, cause: DriverError) {
    const number =
      cause.fatal === true && cause.errno !== errno.queryInterrupted ? null : (cause.errno ?? null);
    const text = cause.sqlMessage ?? cause.message;
    super(number === null ? `${label}: connection lost: ${text}` : `${label}: ${number} ${text}`, { cause });
    this.errno = number !== null && number > 0 ? number : null;
    this.serverText = text;
  }
}

export function serverError(label: string, error: unknown): ServerError {
  return new ServerError(label, asDriverError(error));
}

/** A connection that could not be made: says where, as whom it was tried, and never with which password. */
export function connectionFailed(label: string, error: unknown): ServerError {
  const { errno: number, code, sqlMessage, message } = asDriverError(error);
  const text = sqlMessage ?? (message === '' ? String(code) : message);
  return new ServerError(label, Object.assign(new Error(`cannot connect: ${text}`), { errno: number ?? 0 }));
}

export function isErrno(error: unknown, ...numbers: readonly number[]): boolean {
  return error instanceof ServerError && error.errno !== null && numbers.includes(error.errno);
}

/** No answer came back: the statement may or may not have been carried out. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof ServerError && error.errno === null;
}

type DriverError = Error & {
  readonly errno?: number;
  readonly code?: string;
  readonly fatal?: boolean;
  readonly sqlMessage?: string;
};

function asDriverError(error: unknown): DriverError {
  return error instanceof Error ? error : new Error(String(error));
}
