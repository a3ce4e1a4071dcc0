/** Picks ports for servers that have to come back on the same port after a crash. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { FailedError } from '../errors.js';

/**
 * Below the range from which systems take ports of outgoing connections (32768 and up on Linux, 49152 elsewhere):
 * inside it, a connection could take the port while its server is down.
 */
const range = { from: 20_000, below: 32_768 };
const tries = 100;

/** A port on loopback that was free a moment ago; whoever binds it must be ready to lose the race. */
export async function findFreePort(): Promise<number> {
  for (let tried = 0; tried < tries; tried += 1) {
    const port = randomInt(range.from, range.below);
    if (await isPortFree(port)) return port;
  }
  throw new FailedError(
    `found no free port on 127.0.0.1 in ${tries} tries between ${range.from} and ${range.below}`,
  );
}

export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise(resolve => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
