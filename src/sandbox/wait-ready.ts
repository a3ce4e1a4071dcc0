/** Waits for a started server to take connections, and tells why when it does not. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { FailedError } from '../errors.js';
import { openSession } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { isConnectionLost } from '../server/server-error.js';
import type { SandboxServer } from './sandbox-state.js';
import { isRunning } from './server-process.js';
import { waitUntil } from './wait-until.js';

/** A start takes 0.2 s; recovery after a crash some seconds; a busy machine may take much longer. */
const readyWithinMs = 60_000;

/** Resolves when `root` could log in. Throws FailedError with the last lines of the error log. */
export async function waitReady(server: SandboxServer, root: Endpoint): Promise<void> {
  const isReady = async () => (await answers(server, root)) || (await endIfGone(server, root));
  const ready = await waitUntil(isReady, { withinMs: readyWithinMs });
  if (!ready) throw await notStarted(root, `takes no connections after ${readyWithinMs / 1000} s`, server);
}

/** A refused connection means not yet; any answer of the server, such as a refused login, is final. */
async function answers(server: SandboxServer, root: Endpoint): Promise<boolean> {
  if (!(await listens(server))) return false;
  try {
    const session = await openSession(root);
    await session.close();
    return true;
  } catch (error) {
    if (isConnectionLost(error)) return false;
    throw error;
  }
}

/** A hundredth of the work of a session: for most of a start nobody is there. */
async function listens({ host, port }: SandboxServer): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function endIfGone(server: SandboxServer, root: Endpoint): Promise<false> {
  if (await isRunning(server)) return false;
  throw await notStarted(root, 'ended while it was starting', server);
}

async function notStarted(
  { label }: Endpoint,
  what: string,
  { errorLog }: SandboxServer,
): Promise<FailedError> {
  return new FailedError(`${label} ${what}\n${await tailOf(errorLog)}`, {
    hint: `the whole log: ${errorLog}`,
  });
}

/** The last lines of a log, for a message. Empty when it cannot be read. */
export async function tailOf(file: string, lines = 12): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
