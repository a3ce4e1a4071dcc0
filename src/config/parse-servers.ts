/** The two servers: what the configuration says, completed from option files, and never one server twice. */
import { type Side, sides } from '../pair/side.js';
import type { HostPort, ServerAddress, ServerConfig } from './config.js';
import type { ConfigSource } from './config-source.js';
import { type OptionGroup, parseOptionGroup } from './option-group.js';
import { parseSecret } from './parse-secret.js';
import type { Problems } from './problems.js';
import type { ConfigInput, ServerInput } from './shape.js';

const defaultPort = 3306;

/** `key` is where the server stands: `servers.a`. */
type Context = {
  readonly side: Side;
  readonly key: string;
  readonly source: ConfigSource;
  readonly problems: Problems;
};

/** Undefined when a server could not be made out; why is among the problems. */
export function parseServers(
  { servers }: ConfigInput,
  source: ConfigSource,
  problems: Problems,
): Readonly<Record<Side, ServerConfig>> | undefined {
  const [a, b] = sides.map(side => {
    const context = { side, key: `servers.${side}`, source, problems };
    const server = problems.isSound(context.key) ? servers[side] : undefined;
    return server === undefined ? undefined : parseServer(server, context);
  });
  if (a === undefined || b === undefined) return undefined;
  if (sameAddress(a.address, b.address))
    problems.add(twice('same-server', 'is the same server as servers.a'));
  else if (sameAddress(a.application, b.application))
    problems.add(twice('same-application', 'gives applications the same address as servers.a'));
  return { a, b };
}

function parseServer(input: ServerInput, context: Context): ServerConfig | undefined {
  const { side, key, source, problems } = context;
  const options = parseOptionGroup(input, context);
  const address = parseAddress(input, options, context);
  const application = parseApplication(input, address, context);
  const user = input.user ?? options.user;
  if (user === undefined) problems.add({ id: 'missing-key', where: `${key}.user`, message: 'is missing' });
  const password =
    input.password === undefined
      ? options.password
      : parseSecret(input.password, `${key}.password`, source.folder);
  if (address === undefined || application === undefined || user === undefined) return undefined;
  const label = `server ${side} (${describeAddress(address)})`;
  return { side, label, address, user, application, ...(password === undefined ? {} : { password }) };
}

/** Key by key the configuration wins over the option file, as a command line does with the servers' clients. */
function parseAddress(
  { host, port, socket }: ServerInput,
  options: OptionGroup,
  { key, problems }: Context,
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

function parseApplication(
  { application }: ServerInput,
  address: ServerAddress | undefined,
  { key, problems }: Context,
): HostPort | undefined {
  const tcp = address !== undefined && 'host' in address ? address : undefined;
  if (application !== undefined)
    return { host: application.host, port: application.port ?? tcp?.port ?? defaultPort };
  if (address !== undefined && tcp === undefined) {
    const hint = 'a pointer needs the host that applications use: application: { host: … }';
    problems.add({ id: 'missing-key', where: `${key}.application`, message: 'is missing', hint });
  }
  return tcp;
}

function twice(id: string, message: string) {
  return { id, where: 'servers.b', message, hint: 'a pair is two servers: correct one of them' };
}

function sameAddress(left: ServerAddress, right: ServerAddress): boolean {
  return describeAddress(left, loopback) === describeAddress(right, loopback);
}

function describeAddress(address: ServerAddress, nameOf = (host: string) => host): string {
  return 'host' in address ? `${nameOf(address.host)}:${address.port}` : address.socketPath;
}

/** Names of the loopback are one host; beyond that only the servers themselves can tell (their server id). */
function loopback(host: string): string {
  const name = host.toLowerCase();
  return ['localhost', '127.0.0.1', '::1'].includes(name) ? 'localhost' : name;
}
