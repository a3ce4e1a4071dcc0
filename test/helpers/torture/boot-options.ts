/**
 * Options with which the servers of a pair under torture boot: each logs every statement from its first moment, because
 * a run may act on a server before anybody else has seen that it is back.
 */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sides } from '../../../src/pair/side.js';
import type { Sandbox } from '../../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';

/** Makes the folder that `bootOptions` name; whoever calls removes it. */
export async function prepareBoot(parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'dbshift-boot-'));
  // A crash may have cut a row of the log short, and MySQL does not mend that by itself.
  const mended =
    'SET SESSION sql_log_bin = 0;\nREPAIR TABLE mysql.general_log;\nSET GLOBAL general_log = 1;\n';
  await writeFile(join(folder, 'boot.sql'), mended);
  return folder;
}

/** A well-run MySQL locks privileged accounts out of both servers when they boot. */
export function bootOptions({ flavor }: ServerImage, folder: string): Readonly<Record<string, string>> {
  return {
    'log-output': 'TABLE',
    'init-file': join(folder, 'boot.sql'),
    ...(flavor === 'mysql' ? { 'super-read-only': 'ON' } : {}),
  };
}

/**
 * Whether replication starts by itself at the next boot. Only where that cannot be seen by a client (MariaDB): MySQL
 * shows it, and is refused.
 */
export async function setAutoStart({ servers, image }: Sandbox, on: boolean): Promise<void> {
  if (!image.startsWith('mariadb')) return;
  for (const side of sides) {
    const { optionFile } = servers[side];
    const text = await readFile(optionFile, 'utf8');
    await writeFile(
      optionFile,
      text.replace(/^skip-slave-start *=.*$/m, `skip-slave-start = ${on ? 'OFF' : 'ON'}`),
    );
  }
}
