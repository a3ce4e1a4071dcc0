/**
 * The server on which tests of programs run: the one of `workspace.url`, else a throw-away one on this machine. No
 * server of the pair: tests write.
 */
import type { Config } from '../../config/config.js';
import { bringUpServer, type LocalServer } from '../../sandbox/bring-up-server.js';
import { findImage } from '../../sandbox/find-image.js';
import { withSession } from '../../server/connection.js';
import type { Endpoint } from '../../server/endpoint.js';
import { readTraits, type ServerTraits } from '../../workspace/server-traits.js';
import { endpointOfUrl } from '../endpoint-of-url.js';

export type TestServer = {
  /** Of an account that may make schemas and, but for one that is confined itself, accounts. */
  readonly endpoint: Endpoint;
  readonly traits: ServerTraits;
  /** Null for that of `workspace.url`. */
  readonly local: LocalServer | null;
};

export type ServerWish = {
  /** Of an installed server, such as `mysql 9.7`: goes before the URL. */
  readonly server?: string;
  /** Aborted when nobody waits for it any more: a throw-away one is ended then, whatever it does. */
  readonly stop: AbortSignal;
};

/** Throws ConfigError, and StoppedError. */
export async function withTestServer<T>(
  config: Config,
  { server: name, stop }: ServerWish,
  use: (server: TestServer) => Promise<T>,
): Promise<T> {
  const url = name === undefined ? await endpointOfUrl(config) : null;
  if (url !== null) return use({ endpoint: url, traits: await withSession(url, readTraits), local: null });
  const local = await bringUpServer(await findImage(name), localOptions, stop);
  try {
    const endpoint = { ...local.root, label: local.image.name };
    return await use({ endpoint, traits: await withSession(endpoint, readTraits), local });
  } finally {
    await local.down();
  }
}

/**
 * `character-set-server`: that of MariaDB 10.11 is latin1, in which half of the world cannot be written. Without the
 * trust nobody but an administrator could make a trigger or a function.
 */
const localOptions = {
  'character-set-server': 'utf8mb4',
  'event-scheduler': 'OFF',
  'log-bin-trust-function-creators': 'ON',
};
