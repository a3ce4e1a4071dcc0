/** Where and as whom to log in on a sandbox server. Root is for the sandbox and for tests; `dbshift` never needs it. */
import type { Side } from '../pair/side.js';
import type { Endpoint } from '../server/connection.js';
import type { Account } from './server-image.js';

export type EndpointOptions = {
  readonly side: Side;
  readonly server: { readonly host: string; readonly port: number };
  readonly account: Account;
  readonly password: string;
};

export function endpointOf({ side, server: { host, port }, account, password }: EndpointOptions): Endpoint {
  return { label: `server ${side} (${host}:${port})`, host, port, user: account, password };
}
