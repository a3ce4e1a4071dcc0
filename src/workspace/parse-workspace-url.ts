/** Reads `workspace.url`: where the server for trial runs is, with account and password. Pure; never prints it. */
import { ConfigError } from '../errors.js';
import type { Endpoint } from '../server/endpoint.js';

/**
 * `mysql://user:password@host:3306`, also `mariadb://`; what the URL leaves out is port 3306 and no password. A
 * path is not allowed: the schemas are made there. Throws ConfigError that says which part is wrong, not what it is.
 */
export function parseWorkspaceUrl(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['mysql:', 'mariadb:'].includes(url.protocol)) throw wrong('is no mysql:// URL');
  if (url.username === '') throw wrong('names no account');
  if (url.pathname.length > 1 || url.search !== '') throw wrong('has something behind the port');
  // An IPv6 address stands in brackets in a URL, and nowhere else.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw wrong('names no host');
  const port = url.port === '' ? 3306 : Number(url.port);
  return {
    label: `workspace (${url.hostname}:${port})`,
    host,
    port,
    user: decode(url.username),
    password: decode(url.password),
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong('has a % that begins no character: write it as %25');
  }
}

function wrong(what: string): ConfigError {
  return new ConfigError(`workspace.url: the value ${what}`, {
    hint: 'mysql://user:password@host:port, with special characters of the password as %XX',
  });
}
