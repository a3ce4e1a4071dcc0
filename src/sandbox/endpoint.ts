/** Where and as whom to log in on a sandbox server. Root is for the sandbox and for tests; `dbshift` never needs it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from '../server/endpoint.js';
import type { Account } from './server-image.js';

export type EndpointOptions = {
  /** `a`, `b`, or what else tells the server apart in messages. */
  readonly name: string;
  readonly server: { readonly host: string; readonly port: number; readonly dataDir: string };
  readonly account: Account;
  readonly password: string;
};

export function endpointOf({ name, server, account, password }: EndpointOptions): Endpoint {
  const { host, port } = server;
  const file = publicKeyFile(server);
  return {
    ...{ label: `server ${name} (${host}:${port})`, host, port, user: account, password },
    ...(file === null ? {} : { serverPublicKey: readFileSync(file, 'utf8') }),
  };
}

/** The key with which a MySQL server proves itself to accounts that come without TLS; null on MariaDB, which has none. */
export function publicKeyFile({ dataDir }: { readonly dataDir: string }): string | null {
  const file = join(dataDir, 'public_key.pem');
  return existsSync(file) ? file : null;
}
