/**
 * How an account proves who it is, where the driver would be too trusting or does not know how. Refusals are errors of
 * ours, thrown before anything that depends on the password is sent by that plugin.
 */
import { type AuthPlugin, authPlugins as known } from 'mysql2';
import { ConfigError } from '../errors.js';
import type { Endpoint } from './endpoint.js';

/**
 * Without TLS or a socket the driver asks whoever answers for a public key, and sends the password encrypted with it: to
 * anybody. The server asks for that only when it does not remember the account, such as after a boot, so that it is
 * refused always, and not first in the middle of a run.
 */
export function authPlugins(endpoint: Endpoint): Readonly<Record<string, AuthPlugin>> {
  const unknown = Object.fromEntries(unknownPlugins.map(name => [name, () => refuseUnknown(endpoint, name)]));
  if (endpoint.tls !== undefined || endpoint.socketPath !== undefined) return unknown;
  return {
    ...unknown,
    caching_sha2_password: withPublicKey(endpoint, 'caching_sha2_password'),
    sha256_password: withPublicKey(endpoint, 'sha256_password'),
  };
}

function withPublicKey(endpoint: Endpoint, name: 'caching_sha2_password' | 'sha256_password'): AuthPlugin {
  const { serverPublicKey } = endpoint;
  return serverPublicKey === undefined ? () => refusePlain(endpoint, name) : known[name]({ serverPublicKey });
}

function refusePlain({ label, user }: Endpoint, name: string): never {
  throw new ConfigError(
    `${label}: the account ${user} authenticates with ${name}, which is safe over TLS or a socket alone`,
    {
      hint: 'give the server `tls` or `socket` in the configuration, or pin its public RSA key with `serverPublicKey`',
    },
  );
}

function refuseUnknown({ label, user }: Endpoint, name: string): never {
  const mariadb = mariadbPlugins.includes(name);
  throw new ConfigError(
    `${label}: the account ${user} authenticates with the plugin ${name}, which dbshift does not speak`,
    {
      hint: mariadb
        ? `give the account another way in: ALTER USER ${user}@… IDENTIFIED VIA mysql_native_password USING PASSWORD('…'), best together with REQUIRE SSL`
        : `give the account another way in: ALTER USER ${user}@… IDENTIFIED WITH caching_sha2_password BY '…'`,
    },
  );
}

/** As the client's half is called on the wire. */
const mariadbPlugins: readonly string[] = ['client_ed25519', 'parsec', 'dialog', 'auth_gssapi_client'];

const unknownPlugins: readonly string[] = [
  ...mariadbPlugins,
  'mysql_clear_password',
  'mysql_old_password',
  'authentication_ldap_sasl_client',
  'authentication_kerberos_client',
  'authentication_webauthn_client',
  'authentication_oci_client',
  'authentication_openid_connect_client',
];
