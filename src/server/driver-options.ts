/**
 * What the driver is told about an endpoint: sockets, TLS and authentication as safe as the endpoint allows. Facts
 * about mysql2 are of 3.24, tried on real servers; the tests of connections hold them.
 */
import { connect, isIP, type Socket } from 'node:net';
import type { ConnectionOptions } from 'mysql2';
import { authPlugins } from './auth-plugins.js';
import type { Endpoint, TlsSettings } from './endpoint.js';

const defaultHost = '127.0.0.1';
const defaultPort = 3306;

/** Time to wait for a server to accept a connection and an account. */
const connectTimeoutMs = 10_000;

/**
 * The driver's own ideas are turned off: no IGNORE_SPACE (stored programs would keep it), no several statements in one
 * packet, no file of ours on a server's demand.
 */
export function driverOptions(endpoint: Endpoint): ConnectionOptions {
  const { user, password, database, tls } = endpoint;
  return {
    ...placeOf(endpoint),
    ...(tls === undefined ? {} : { ssl: tlsOptions(tls) }),
    ...(database === undefined ? {} : { database }),
    user,
    password,
    authPlugins: authPlugins(endpoint),
    // For the people who look at performance_schema.session_connect_attrs.
    connectAttributes: { program_name: 'dbshift' },
    charset: 'utf8mb4_general_ci',
    flags: ['-IGNORE_SPACE', '-LOCAL_FILES'],
    connectTimeout: endpoint.connectTimeoutMs ?? connectTimeoutMs,
    supportBigNumbers: true,
    dateStrings: true,
    multipleStatements: false,
    // Nothing is prepared here: the driver would keep half a megabyte free for 16,000 statements, per connection.
    maxPreparedStatements: 1,
    // Errors are told with their statement: no stack is taken for each of them beforehand.
    trace: false,
  };
}

/**
 * The socket is made here, so that `host` serves only one purpose in the driver: the name that the certificate must be
 * for. That name need not be where we connect to.
 */
function placeOf(endpoint: Endpoint): ConnectionOptions {
  const { host = defaultHost, port = defaultPort, socketPath, tls } = endpoint;
  if (socketPath !== undefined) return { socketPath };
  return { host: nameToCheck(tls?.serverName ?? host), port, stream: () => openSocket(host, port) };
}

/**
 * Keep-alive from the first second: the system notices a silent network after 11 s (Linux, Node 20), but not while
 * something that was sent waits to be acknowledged.
 */
function openSocket(host: string, port: number): Socket {
  return connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 1000 });
}

/**
 * The driver compares the certificate with a name, but with no address: for one it would take a certificate for
 * `localhost`. With the dot of a full domain name it does not see an address, and Node's own check, which drops the dot,
 * compares the address. Should either change, every address is refused.
 */
function nameToCheck(name: string): string {
  return isIP(name) === 0 ? name : `${name}.`;
}

/** A new object for each connection: for one that it has seen the driver resumes sessions without looking again. */
function tlsOptions({ ca, cert, key }: TlsSettings): NonNullable<ConnectionOptions['ssl']> {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    verifyIdentity: true,
  } as NonNullable<ConnectionOptions['ssl']>;
}
