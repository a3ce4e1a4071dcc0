/** Where and as whom to log in on a sandbox server. Root is for the sandbox and for tests; `dbshift` never needs it. */
import type { Endpoint } from '../server/connection.js';
import type { Account } from './server-image.js';

export type EndpointOptions = {
  /** `a`, `b`, or what else tells the server apart in messages. */
  readonly name: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly account: Account;
  readonly password: string;
};

export function endpointOf({ name, server: { host, port }, account, password }: EndpointOptions): Endpoint {
  return { label: `server ${name} (${host}:${port})`, host, port, user: account, password };
}
