/** What a person does about a server that takes no connection, by the number of its error. Tried on 10.11, 11.8 and 9.7. */
import { errno } from './errno.js';

/** `null` asks about a server that gave no answer; a number that is not known has no hint. */
export function connectHint(number: number | null): string | null {
  return number === null ? noAnswer : (hints[number] ?? null);
}

const noAnswer = 'check that the server runs, and its host, port or socket in the configuration';

const refused =
  'check user and password in the configuration (and `serverPublicKey`, where it is given), that the account may connect from this host, and whether it demands TLS or a client certificate (SHOW CREATE USER)';

const full = 'a run needs up to ten connections to each server';

const hints: Readonly<Record<number, string>> = {
  [errno.accessDenied]: refused,
  [errno.hostNotAllowed]: refused,
  [errno.accessDeniedNoPassword]:
    'there is no such account, or it logs in by the socket, as the system user of its name: then set `socket` in the configuration and run as that user, or give the account a password',
  [errno.pluginNotLoaded]:
    "the server has no such authentication plugin any more: ALTER USER … IDENTIFIED WITH caching_sha2_password BY '…'",
  [errno.passwordExpired]: "give the account a new password: ALTER USER … IDENTIFIED BY '…'",
  [errno.mustChangePassword]: "give the account a new password: ALTER USER … IDENTIFIED BY '…'",
  [errno.accountLocked]: 'ALTER USER … ACCOUNT UNLOCK, when it may be used again',
  [errno.accountLockedMariadb]: 'ALTER USER … ACCOUNT UNLOCK, when it may be used again',
  [errno.lockedByFailedLogins]:
    'mend the password in the configuration; then ALTER USER … ACCOUNT UNLOCK, or wait',
  [errno.blockedByPasswordErrors]: 'mend the password in the configuration; then FLUSH PRIVILEGES',
  [errno.secureTransportRequired]: 'set `tls` in the configuration: this server takes no plain connections',
  [errno.tooManyConnections]: `raise max_connections, or end idle sessions; ${full}`,
  [errno.tooManyConnectionsOfAccount]: `raise max_user_connections; ${full}`,
  [errno.accountLimit]: `raise the limit of the account: ALTER USER … WITH MAX_USER_CONNECTIONS 0; ${full}`,
  [errno.hostBlocked]:
    'too many broken connections came from this host: find out why, then MariaDB FLUSH HOSTS, MySQL TRUNCATE TABLE performance_schema.host_cache',
  [errno.unknownDatabase]: 'check `database` in the configuration',
};
