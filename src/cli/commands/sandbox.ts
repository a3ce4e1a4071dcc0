/** `dbshift sandbox up|status|down`: what the commands do and print. Options are parsed elsewhere. */
import { relative, resolve } from 'node:path';
import { sides } from '../../pair/side.js';
import { bringUpPair } from '../../sandbox/bring-up-pair.js';
import { findImage } from '../../sandbox/find-image.js';
import { observeSandbox, type ServerStatus } from '../../sandbox/observe-sandbox.js';
import { replicaName, sandboxNames } from '../../sandbox/sandbox-state.js';
import { takeDown } from '../../sandbox/take-down.js';

/** Where a sandbox is when no folder is named, seen from the working directory. */
export const defaultSandboxFolder = 'dbshift-sandbox';

export type SandboxUpOptions = {
  readonly folder?: string;
  /** `mysql 9.7`; default: the first that is found. */
  readonly server?: string;
  readonly database?: string;
  readonly migrations?: string;
  readonly procedures?: string;
  readonly bufferPoolMiB?: number;
  /** One server below each side. */
  readonly replicas?: boolean;
  readonly stop?: AbortSignal;
};

/** Leaves two servers running, and a project folder from which the other commands work as they are. */
export async function sandboxUp(options: SandboxUpOptions): Promise<void> {
  const started = performance.now();
  const folder = resolve(options.folder ?? defaultSandboxFolder);
  const { image, servers, database, configFile } = await bringUpPair({
    ...options,
    image: await findImage(options.server),
    folder,
    lifetime: 'detached',
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`two servers are up (${image}), each replicates from the other, ready in ${seconds} s`);
  console.log(`  a  127.0.0.1:${servers.a.port}  active, writable`);
  console.log(`  b  127.0.0.1:${servers.b.port}  passive, read-only`);
  for (const side of sides) {
    const replica = servers[replicaName(side)];
    if (replica !== undefined) console.log(`  below ${side}  127.0.0.1:${replica.port}`);
  }
  console.log(`database  ${database}, empty`);
  console.log(`config    ${fromHere(configFile)}`);
  console.log(
    `accounts  dbshift (the least it needs), app (reads and writes rows), repl, root: passwords in ${fromHere(folder)}/secrets`,
  );
  console.log(`next      cd ${fromHere(folder)} && dbshift status`);
  console.log(
    `remove    dbshift sandbox down${options.folder === undefined ? '' : ` --folder ${options.folder}`}`,
  );
}

/** Resolves to true when both servers run and answer. */
export async function sandboxStatus({
  folder = defaultSandboxFolder,
}: {
  folder?: string;
}): Promise<boolean> {
  const { image, database, servers } = await observeSandbox(resolve(folder));
  console.log(`${image}, database ${database}, in ${folder}`);
  for (const side of sides) console.log(`  ${side}  ${describeServer(servers[side])}`);
  for (const name of sandboxNames.slice(2)) {
    const server = servers[name];
    if (server !== undefined) console.log(`  ${name}  ${describeServer(server)}`);
  }
  return Object.values(servers).every(({ state }) => state === 'running');
}

/** Stops the servers and removes everything that `up` made; what a person put there stays. */
export async function sandboxDown({ folder = defaultSandboxFolder }: { folder?: string }): Promise<void> {
  const left = await takeDown(resolve(folder));
  console.log('both servers are stopped, their data is removed');
  if (left.length > 0) console.log(`kept in ${folder}: ${left.join(', ')}`);
}

function describeServer(server: ServerStatus): string {
  switch (server.state) {
    case 'absent':
      return 'was never started';
    case 'stopped':
      return `127.0.0.1:${server.port}  not running`;
    case 'silent':
      return `127.0.0.1:${server.port}  pid ${server.pid}  does not answer: ${server.reason}`;
    case 'running': {
      const role = server.writable ? 'writable' : 'read-only';
      const threads = `receiver ${server.receiver}, applier ${server.applier}`;
      return `127.0.0.1:${server.port}  pid ${server.pid}  ${role}, ${threads}`;
    }
    default: {
      const never: never = server;
      return never;
    }
  }
}

function fromHere(path: string): string {
  return relative('.', path) || '.';
}
