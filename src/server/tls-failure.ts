/** Why TLS could not be agreed on, as an error that says what to do. By the codes of Node and OpenSSL, not by their texts. */
import { ConfigError } from '../errors.js';
import type { Endpoint } from './endpoint.js';

type Cause = Error & {
  readonly code?: string;
  /** OpenSSL's own words, without its numbers. */
  readonly reason?: string;
  /** The certificate whose names do not match. */
  readonly cert?: { readonly subjectaltname?: string; readonly subject?: { readonly CN?: string } };
};

/**
 * `refusal` is what the TLS socket did not accept the certificate for: the driver puts a code of its own in the error.
 * Null when it is no matter of TLS.
 */
export function tlsFailure(
  endpoint: Endpoint,
  error: unknown,
  refusal: string | null | undefined,
): ConfigError | null {
  const cause = error as Cause;
  const what = describe(endpoint, cause, refusal ?? null);
  if (what === null) return null;
  return new ConfigError(`${endpoint.label}: not connected: ${what.message}`, { hint: what.hint, cause });
}

type Description = { readonly message: string; readonly hint: string };

function describe(endpoint: Endpoint, cause: Cause, refusal: string | null): Description | null {
  if (cause.code === 'HANDSHAKE_NO_SSL_SUPPORT') return noTls;
  if (refusal === 'ERR_TLS_CERT_ALTNAME_INVALID') return wrongName(endpoint, cause);
  if (refusal !== null)
    return refusals[refusal] ?? { message: `its certificate is refused (${refusal})`, hint: look };
  if (cause.code === 'HANDSHAKE_SSL_ERROR' || cause.code?.startsWith('ERR_SSL_') === true)
    return { message: `TLS failed: ${cause.reason ?? cause.message}`, hint: handshake };
  return null;
}

const look = 'look at it: openssl s_client -starttls mysql -connect HOST:PORT -showcerts';
const handshake =
  'see whether the server speaks TLS 1.2 or later, and whether it accepts the certificate in `tls`: its error log tells';

const noTls: Description = {
  message: 'the server offers no TLS',
  hint: 'give it a certificate (ssl_cert, ssl_key), or take `tls` out of the configuration where the network is to be trusted',
};

function wrongName({ host, tls }: Endpoint, { cert }: Cause): Description {
  const names = cert?.subjectaltname ?? `CN:${cert?.subject?.CN}`;
  return {
    message: `its certificate is not for ${tls?.serverName ?? host}, but for ${names}`,
    hint: 'if this is the right server, set `serverName` in `tls` to a name in the certificate; else have the name added to it',
  };
}

const expired: Description = {
  message: 'its certificate has expired, or that of its CA',
  hint: 'renew it on the server, and load it there: MariaDB FLUSH SSL, MySQL ALTER INSTANCE RELOAD TLS',
};

const unknownCa: Description = {
  message: 'its certificate is signed by none of the CAs that are trusted',
  hint: 'set `ca` in `tls` to the file of the CA that signed it; is it the right server at all?',
};

const refusals: Readonly<Record<string, Description>> = {
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: {
    message: 'its certificate is not valid yet, or that of its CA',
    hint: 'compare the clocks of this machine and of the server',
  },
  UNABLE_TO_GET_ISSUER_CERT: unknownCa,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownCa,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownCa,
  SELF_SIGNED_CERT_IN_CHAIN: unknownCa,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownCa,
  CERT_SIGNATURE_FAILURE: unknownCa,
};
