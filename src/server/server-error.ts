/** Turns what the driver throws into our errors, and answers questions about them by number. */
import { FailedError } from '../errors.js';
import { connectHint } from './connect-hint.js';
import { errno } from './errno.js';

/**
 * A server refused or failed a statement, or a connection. `errno` is null when no answer came: whether a statement
 * was carried out is unknown then.
 */
export class ServerError extends FailedError {
  readonly errno: number | null;
  /** Five letters and digits; null where no server said any. */
  readonly sqlState: string | null;
  /** The server's own text, or the system's, without our prefix. */
  readonly serverText: string;

  /** `answered`: the connection goes on, whatever the number says. */
  constructor(label: string, cause: DriverError, during: 'statement' | 'answered' | 'connect' = 'statement') {
    const number = during === 'statement' ? answeredErrno(cause) : positive(cause.errno);
    const text = textOf(cause);
    const numbered = number === null ? text : `${number} ${text}`;
    const what = during === 'connect' ? 'cannot connect: ' : number === null ? 'connection lost: ' : '';
    super(`${label}: ${what}${numbered}`, { cause, ...hintFor(during, number) });
    this.errno = number;
    this.sqlState = cause.sqlState ?? null;
    this.serverText = text;
  }
}

function hintFor(
  during: 'statement' | 'answered' | 'connect',
  number: number | null,
): { readonly hint?: string } {
  const hint = during === 'connect' || number === errno.mustChangePassword ? connectHint(number) : null;
  if (during === 'statement' && number === null) return { hint: goOn };
  return hint === null ? {} : { hint };
}

const goOn =
  'whether the server did what it was told is seen by looking: the same command again goes on from there';

export function serverError(label: string, error: unknown): ServerError {
  return new ServerError(label, asDriverError(error));
}

/** An error of a session that was found to go on. */
export function answeredError(label: string, error: unknown): ServerError {
  return new ServerError(label, asDriverError(error), 'answered');
}

/** A number with which MySQL ends a connection; on MariaDB a trigger follows one that is not there (10.11, tested). */
export function mayBeAnswered(error: unknown): boolean {
  return asDriverError(error).errno === errno.clientTimeout;
}

/** A connection that could not be made: says where it was tried, and never with which password. */
export function connectionFailed(label: string, error: unknown): ServerError {
  return new ServerError(label, asDriverError(error), 'connect');
}

export function isErrno(error: unknown, ...numbers: readonly number[]): boolean {
  return error instanceof ServerError && error.errno !== null && numbers.includes(error.errno);
}

/** No answer came back: the statement may or may not have been carried out. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof ServerError && error.errno === null;
}

/**
 * A connection was refused by the machine itself: no process listens there. A server that is merely cut off gives no
 * answer at all.
 */
export function isNobodyThere(error: unknown): boolean {
  if (!(error instanceof ServerError)) return false;
  const { code } = asDriverError(error.cause);
  return code === 'ECONNREFUSED' || code === 'ENOENT';
}

type DriverError = Error & {
  readonly errno?: number;
  readonly code?: string;
  readonly fatal?: boolean;
  readonly sqlMessage?: string;
  readonly sqlState?: string;
};

function asDriverError(error: unknown): DriverError {
  return error instanceof Error ? error : new Error(String(error));
}

/** Null when the connection ended with the error, or before it: the server's last word is no answer. */
function answeredErrno({ fatal, errno: number }: DriverError): number | null {
  return fatal === true || ended.has(number) ? null : positive(number);
}

const ended: ReadonlySet<number | undefined> = new Set([
  errno.serverShutdown,
  errno.connectionKilled,
  errno.sessionKilled,
  errno.clientTimeout,
]);

/** The numbers of the system are negative: they are in its text already. */
function positive(number: number | undefined): number | null {
  return number !== undefined && number > 0 ? number : null;
}

/** A name with several addresses, none of which answers, has an error without a text: the code says it all. */
function textOf({ sqlMessage, message, code }: DriverError): string {
  if (code === 'PROTOCOL_CONNECTION_LOST') return 'the server closed it';
  // By the system for a network, by the driver for a server that takes the connection and says nothing.
  if (code === 'ETIMEDOUT') return 'no answer in time';
  return sqlMessage ?? (message === '' ? (code ?? 'no reason given') : message);
}
