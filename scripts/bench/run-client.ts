/** The client that came with a server, reading a file as a person would have it read: against this everything is measured. */
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Endpoint } from '../../src/server/endpoint.js';

type Reading = { readonly endpoint: Endpoint; readonly database: string; readonly file: string };

/** Time from start to end of the client in ms. Throws with what it says when it fails. */
export async function runClient(image: ServerImage, { endpoint, database, file }: Reading): Promise<number> {
  const { host, port, user, password } = endpoint;
  const [program = '', ...args] = clientOf(image);
  const input = await open(file);
  const begun = performance.now();
  try {
    const client = spawn(program, [...args, `--host=${host}`, `--port=${port}`, `--user=${user}`, database], {
      stdio: [input.fd, 'ignore', 'pipe'],
      env: { ...process.env, MYSQL_PWD: password },
    });
    const ended = new Promise<number | null>(resolve => client.once('close', resolve));
    const [said, code] = await Promise.all([text(client.stderr as Readable), ended]);
    if (code !== 0) throw new Error(`the client exited with ${code}: ${said}`);
    return performance.now() - begun;
  } finally {
    await input.close();
  }
}

/** Over loopback neither needs TLS; MySQL's then asks for the server's key. */
function clientOf({ command, flavor }: ServerImage): readonly string[] {
  const [loader, server = ''] = [command.slice(0, -1), command.at(-1)];
  const client = join(dirname(dirname(server)), 'bin', flavor);
  const plain =
    flavor === 'mysql' ? ['--ssl-mode=DISABLED', '--get-server-public-key'] : ['--skip-ssl', '--batch'];
  return [...loader, client, '--no-defaults', '--protocol=tcp', '--default-character-set=utf8mb4', ...plain];
}
