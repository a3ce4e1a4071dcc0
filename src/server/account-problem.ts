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
  if (isErrno(error, errno.privilege)) return lacksPrivilege(label, error);
  if (!(error instanceof ServerError) || !isErrno(error, ...refusals)) return null;
  return new ConfigError(`${label}: the server refuses the account ${user}: ${error.serverText}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}

/** Before preflight can name everything that the account lacks: without this privilege not even a look is safe. */
function lacksPrivilege(label: string, cause: unknown): ConfigError {
  return new ConfigError(`${label}: the account may not switch the binlog off for its session`, {
    hint: 'GRANT BINLOG ADMIN (MariaDB) or SYSTEM_VARIABLES_ADMIN (MySQL) ON *.* to it; docs/preflight.md has all grants',
    cause,
  });
}
