/** What a server has against our account when a session begins, as an error of the configuration. */
import { ConfigError } from '../errors.js';
import type { Endpoint } from './endpoint.js';
import { errno } from './errno.js';
import { isErrno, ServerError } from './server-error.js';

/** What only a person can mend, in the configuration or at the account. */
const refusals = [
  ...[errno.accessDenied, errno.accessDeniedNoPassword, errno.hostNotAllowed, errno.pluginNotLoaded],
  ...[errno.passwordExpired, errno.mustChangePassword, errno.accountLocked, errno.accountLockedMariadb],
  ...[errno.lockedByFailedLogins, errno.blockedByPasswordErrors, errno.secureTransportRequired],
];

/** Null for any other error. */
export function accountProblem({ label, user }: Endpoint, error: unknown): ConfigError | null {
  if (!(error instanceof ServerError) || !isErrno(error, ...refusals)) return null;
  return new ConfigError(`${label}: the server refuses the account ${user}: ${error.serverText}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}
