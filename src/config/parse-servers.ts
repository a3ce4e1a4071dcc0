/** The two servers: what the configuration says, completed from option files, and never one server twice. */
import { type Side, sides } from '../pair/side.js';
import type {
  HostPort,
  ReplicaConfig,
  ServerAccess,
  ServerAddress,
  ServerConfig,
  TlsConfig,
} from './config.js';
import type { ConfigSource } from './config-source.js';
import { type AccessContext, defaultPort, describeAddress, parseAccess } from './parse-access.js';
import { parseTls } from './parse-tls.js';
import type { Problems } from './problems.js';
import { resolvePath } from './resolve-path.js';
import type { AccessInput, ConfigInput, ServerInput } from './shape.js';

type Context = AccessContext & { readonly side: Side };

/** Undefined when a server could not be made out; why is among the problems. */
export function parseServers(
  { servers, tls }: ConfigInput,
  source: ConfigSource,
  problems: Problems,
): Readonly<Record<Side, ServerConfig>> | undefined {
  const tlsAbove = problems.isSound('tls') ? parseTls(tls, 'tls', { source, problems }) : undefined;
  const [a, b] = sides.map(side => {
    const context = { side, key: `servers.${side}`, tlsAbove, source, problems };
    const server = problems.isSound(context.key) ? servers[side] : undefined;
    return server === undefined ? undefined : parseServer(server, context);
  });
  if (a === undefined || b === undefined) return undefined;
  refuseTwice({ a, b }, problems);
  if (sameAddress(a.address, b.address))
    problems.add(twice('same-server', 'is the same server as servers.a'));
  else if (sameAddress(a.application, b.application))
    problems.add(twice('same-application', 'gives applications the same address as servers.a'));
  return { a, b };
}

function parseServer(input: ServerInput, context: Context): ServerConfig | undefined {
  const { side } = context;
  const access = parseAccess(input, context, `server ${side}`);
  const application = parseApplication(input, access?.address, context);
  const replicas = parseReplicas(input, { ...context, tlsAbove: tlsBelow(access, context) });
  if (access === undefined || application === undefined || replicas === undefined) return undefined;
  const { serverOptionFile: file } = input;
  const started = file === undefined ? {} : { serverOptionFile: resolvePath(context.source.folder, file) };
  return { ...access, side, application, replicas, ...started };
}

/** What holds for a side holds for its replicas, but for the name of the server. */
function tlsBelow(access: ServerAccess | undefined, { tlsAbove }: Context): TlsConfig | undefined {
  if (access?.tls === undefined) return tlsAbove;
  const { serverName: _, ...tls } = access.tls;
  return tlsAbove?.serverName === undefined ? tls : { ...tls, serverName: tlsAbove.serverName };
}

/** A replica has the account of its side unless it says its own. Undefined when one could not be made out. */
function parseReplicas(input: ServerInput, context: Context): ServerConfig['replicas'] | undefined {
  const { replicas = [], user, password, optionFile, group, groupSuffix } = input;
  if (replicas === 'discover') return replicas;
  const parsed = replicas.map((replica, index) => {
    const account = replica.user === undefined ? { user, password, optionFile, group, groupSuffix } : {};
    return parseReplica({ ...account, ...replica }, context, index);
  });
  const sound = parsed.filter(replica => replica !== undefined);
  return sound.length === parsed.length ? sound : undefined;
}

function parseReplica(input: AccessInput, context: Context, index: number): ReplicaConfig | undefined {
  const { side, problems } = context;
  const place = { ...context, key: `${context.key}.replicas[${index}]` };
  if (input.host === undefined && input.socket === undefined) {
    problems.add({ id: 'missing-key', where: `${place.key}.host`, message: 'is missing' });
    return undefined;
  }
  // The port of its side's option file is not its own.
  const port = input.socket === undefined ? { port: input.port ?? defaultPort } : {};
  const access = parseAccess({ ...input, ...port }, place, `replica of ${side}`);
  return access === undefined ? undefined : { ...access, key: `${side}/${describeAddress(access.address)}` };
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

/** A server that stands in two places of the pair would get a leg twice. */
function refuseTwice(servers: Readonly<Record<Side, ServerConfig>>, problems: Problems): void {
  const seen = new Map<string, string>(sides.map(side => [addressOf(servers[side]), `servers.${side}`]));
  for (const side of sides) {
    const { replicas } = servers[side];
    for (const [index, replica] of replicas === 'discover' ? [] : replicas.entries()) {
      const where = `servers.${side}.replicas[${index}]`;
      const other = seen.get(addressOf(replica));
      if (other !== undefined)
        problems.add({ id: 'same-server', where, message: `is the same server as ${other}` });
      seen.set(addressOf(replica), where);
    }
  }
}

function addressOf({ address }: ServerAccess): string {
  return describeAddress(address, loopback);
}

function twice(id: string, message: string) {
  return { id, where: 'servers.b', message, hint: 'a pair is two servers: correct one of them' };
}

function sameAddress(left: ServerAddress, right: ServerAddress): boolean {
  return describeAddress(left, loopback) === describeAddress(right, loopback);
}

/** Names of the loopback are one host; beyond that only the servers themselves can tell (their server id). */
function loopback(host: string): string {
  const name = host.toLowerCase();
  return ['localhost', '127.0.0.1', '::1'].includes(name) ? 'localhost' : name;
}
