/** The server of `workspace.url`: `mysql://user:password@host:port`. The URL is a secret and never printed. */
import type { Config } from '../config/config.js';
import { resolveSecret } from '../config/resolve-secret.js';
import { ConfigError } from '../errors.js';
import type { Endpoint } from '../server/connection.js';

/** Null when the configuration names none. Throws ConfigError for what is no such URL. */
export async function endpointOfUrl({ workspace }: Config): Promise<Endpoint | null> {
  if (workspace === undefined) return null;
  const text = await resolveSecret(workspace.url);
  const url = URL.parse(text);
  if (url === null || !/^(?:mysql|mariadb):$/u.test(url.protocol)) {
    throw new ConfigError('workspace.url: not a URL like mysql://user:password@host:3306');
  }
  const port = url.port === '' ? 3306 : Number(url.port);
  return {
    label: `workspace (${url.hostname}:${port})`,
    host: url.hostname,
    port,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
