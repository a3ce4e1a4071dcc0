/** A handle on a sandbox that is up: log in, and do to its servers what the world does to servers. */
import { join } from 'node:path';
import { FailedError } from '../errors.js';
import { otherSide, type Side } from '../pair/side.js';
import { openSession, type Session, withSession } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { cutReplication, healReplication } from './cut-replication.js';
import { endpointOf } from './endpoint.js';
import type { PairOfServers } from './link-pair.js';
import { configName, pointerName } from './project-files.js';
import {
  readState,
  type SandboxName,
  type SandboxServer,
  type SandboxState,
  writeState,
} from './sandbox-state.js';
import { readSecret } from './secrets.js';
import type { Account } from './server-image.js';
import { killProcess, startProcess, stopProcess } from './server-process.js';
import { takeDown } from './take-down.js';
import { waitReady } from './wait-ready.js';

export type Sandbox = {
  readonly folder: string;
  /** `mariadb 10.11` */
  readonly image: string;
  readonly database: string;
  readonly configFile: string;
  readonly pointerFile: string;
  /** As they are now: a restart changes a server's pid, never its port. */
  readonly servers: PairOfServers;
  endpoint(server: SandboxName, account: Account): Promise<Endpoint>;
  /** A session of the administrator; whoever opens it closes it. */
  root(server: SandboxName): Promise<Session>;
  /** SIGKILL, then nothing. */
  crash(server: SandboxName): Promise<void>;
  /** A clean shutdown. */
  stop(server: SandboxName): Promise<void>;
  /** Starts the server again, after a clean stop if it runs; read-only, and replication stopped unless asked else. */
  restart(server: SandboxName): Promise<void>;
  /** Cuts what flows *into* a side, or both ways; the server it comes from must be up. */
  cutReplication(into: Side | 'both'): Promise<void>;
  healReplication(into: Side | 'both'): Promise<void>;
  /** Stops both servers and removes the folder; resolves to the names of files that were left. */
  down(): Promise<readonly string[]>;
};

/** Throws UsageError when there is no sandbox in `folder`, FailedError when its `up` never came to its end. */
export function openSandbox(folder: string): Sandbox {
  return new LocalSandbox(folder, readState(folder));
}

class LocalSandbox implements Sandbox {
  readonly folder: string;
  readonly configFile: string;
  readonly pointerFile: string;
  #state: SandboxState & { readonly servers: PairOfServers };

  constructor(folder: string, state: SandboxState) {
    const { a, b } = state.servers;
    if (a === undefined || b === undefined) {
      throw new FailedError(`the sandbox in ${folder} is half-made`, {
        hint: 'remove it with `dbshift sandbox down`',
      });
    }
    this.folder = folder;
    this.configFile = join(folder, configName);
    this.pointerFile = join(folder, pointerName);
    this.#state = { ...state, servers: { ...state.servers, a, b } };
  }

  get image(): string {
    return this.#state.image;
  }

  get database(): string {
    return this.#state.database;
  }

  get servers(): PairOfServers {
    return this.#state.servers;
  }

  async endpoint(name: SandboxName, account: Account): Promise<Endpoint> {
    const password = await readSecret(this.folder, account);
    return endpointOf({ name, server: this.#server(name), account, password });
  }

  async root(side: SandboxName): Promise<Session> {
    return openSession(await this.endpoint(side, 'root'));
  }

  async crash(name: SandboxName): Promise<void> {
    await killProcess(this.#server(name));
  }

  async stop(name: SandboxName): Promise<void> {
    await stopProcess(this.#server(name));
  }

  async restart(name: SandboxName): Promise<void> {
    await this.stop(name);
    const { command, lifetime } = this.#state;
    const server = this.#server(name);
    const { optionFile, errorLog } = server;
    const started = await startProcess({ command, optionFile, args: [], errorLog, lifetime });
    this.#record(name, { ...server, ...started });
    await waitReady(this.#server(name), await this.endpoint(name, 'root'));
  }

  async cutReplication(into: Side | 'both'): Promise<void> {
    for (const source of sourcesOf(into))
      await withSession(await this.endpoint(source, 'root'), cutReplication);
  }

  async healReplication(into: Side | 'both'): Promise<void> {
    for (const source of sourcesOf(into))
      await withSession(await this.endpoint(source, 'root'), healReplication);
  }

  async down(): Promise<readonly string[]> {
    return takeDown(this.folder);
  }

  #server(name: SandboxName): SandboxServer {
    const server = this.servers[name];
    if (server === undefined) throw new FailedError(`the sandbox in ${this.folder} has no ${name}`);
    return server;
  }

  #record(side: SandboxName, server: SandboxServer): void {
    this.#state = { ...this.#state, servers: { ...this.#state.servers, [side]: server } };
    writeState(this.folder, this.#state);
  }
}

function sourcesOf(into: Side | 'both'): readonly Side[] {
  return into === 'both' ? ['a', 'b'] : [otherSide(into)];
}
