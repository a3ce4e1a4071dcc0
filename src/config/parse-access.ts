/** How to get into one server: address, account, TLS. What the configuration says, completed from an option file. */
import type { FileRef, ServerAccess, ServerAddress, TlsConfig } from './config.js';
import type { ConfigSource } from './config-source.js';
import { type OptionGroup, parseOptionGroup } from './option-group.js';
import { parseSecret } from './parse-secret.js';
import { parseTls } from './parse-tls.js';
import type { Problems } from './problems.js';
import { resolvePath } from './resolve-path.js';
import type { AccessInput } from './shape.js';

export const defaultPort = 3306;

export type AccessContext = {
  /** Where the server stands: `servers.a`. */
  readonly key: string;
  /** What holds for TLS unless the server says otherwise. */
  readonly tlsAbove: TlsConfig | undefined;
  readonly source: ConfigSource;
  readonly problems: Problems;
};

/** `name` is for messages. Undefined when something is missing; what is among the problems. */
export function parseAccess(
  input: AccessInput,
  context: AccessContext,
  name: string,
): ServerAccess | undefined {
  const { key, source, problems } = context;
  const options = parseOptionGroup(input, context);
  const address = parseAddress(input, options, context);
  const user = input.user ?? options.user;
  if (user === undefined) problems.add({ id: 'missing-key', where: `${key}.user`, message: 'is missing' });
  const password =
    input.password === undefined
      ? options.password
      : parseSecret(input.password, `${key}.password`, source.folder);
  const tls = parseTlsOf(input, options, { ...context, address });
  const publicKey = parsePublicKey(input, options, context);
  if (address === undefined || user === undefined) return undefined;
  return {
    ...{ label: `${name} (${describeAddress(address)})`, address, user },
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
    ...(publicKey === undefined ? {} : { serverPublicKey: publicKey }),
  };
}

type TlsContext = AccessContext & { readonly address: ServerAddress | undefined };

/** Key by key the server itself goes before its option file, and that before what holds for all servers. */
function parseTlsOf(
  { tls }: AccessInput,
  options: OptionGroup,
  { key, tlsAbove, source, problems, address }: TlsContext,
): TlsConfig | undefined {
  const where = `${key}.tls`;
  const own = parseTls(tls, where, { source, problems });
  if (address !== undefined && 'socketPath' in address) {
    const message = 'is of no use on a socket: leave it out';
    if (own !== undefined) problems.add({ id: 'wrong-value', where, message });
    return undefined;
  }
  const layers = [tlsAbove, options.tls, own].filter(layer => layer !== undefined);
  return layers.length === 0 ? undefined : Object.assign({}, ...layers);
}

function parsePublicKey(
  { serverPublicKey: path }: AccessInput,
  options: OptionGroup,
  { key, source }: AccessContext,
): FileRef | undefined {
  if (path === undefined) return options.serverPublicKey;
  return { path: resolvePath(source.folder, path), key: `${key}.serverPublicKey` };
}

/** Key by key the configuration wins over the option file, as a command line does with the servers' clients. */
function parseAddress(
  { host, port, socket }: AccessInput,
  options: OptionGroup,
  { key, problems }: AccessContext,
): ServerAddress | undefined {
  if (socket !== undefined && (host !== undefined || port !== undefined)) {
    const message = 'cannot stand beside host and port: choose one way to reach the server';
    problems.add({ id: 'wrong-value', where: `${key}.socket`, message });
  }
  const socketPath = socket ?? (host === undefined ? socketOf(options) : undefined);
  if (socketPath !== undefined) return { socketPath };
  const name = host ?? options.host;
  if (name !== undefined) return { host: name, port: port ?? options.port ?? defaultPort };
  const hint = 'give host, or socket, or an optionFile that has one of them';
  problems.add({ id: 'missing-key', where: `${key}.host`, message: 'is missing', hint });
  return undefined;
}

/** The servers' clients take `localhost` for the socket, everything else for TCP. */
function socketOf({ host, socket }: OptionGroup): string | undefined {
  return host === undefined || host === 'localhost' ? socket : undefined;
}

/** As it stands in messages, and in the key of a replica. */
export function describeAddress(address: ServerAddress, nameOf = (host: string) => host): string {
  return 'host' in address ? `${nameOf(address.host)}:${address.port}` : address.socketPath;
}
