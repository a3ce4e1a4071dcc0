/** MariaDB as a sandbox server, from the programs of an installed package. Tried on 10.11. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FailedError } from '../errors.js';
import { mariadbLink } from './mariadb-link.js';
import { mariadbOptions } from './mariadb-options.js';
import { mariadbSetUp, mariadbSetUpRoot } from './mariadb-set-up.js';
import type { ServerImage } from './server-image.js';

const run = promisify(execFile);

/** Paths of `mariadbd` and `mariadb-install-db`. */
export type MariadbPrograms = { readonly server: string; readonly installDb: string };

/** Asks the server for its version. Throws FailedError when it does not run or does not say one. */
export async function mariadbImage({ server, installDb }: MariadbPrograms): Promise<ServerImage> {
  const { stdout } = await runProgram(server, ['--no-defaults', '--version']);
  const version = /\bVer (\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new FailedError(`${server} --version names no version: ${stdout.trim()}`);
  return {
    name: `mariadb ${version.split('.').slice(0, 2).join('.')}`,
    flavor: 'mariadb',
    version,
    command: [server],
    initDataDir: folder => initDataDir(installDb, folder),
    options: mariadbOptions,
    setUp: mariadbSetUp,
    setUpRoot: mariadbSetUpRoot,
    link: mariadbLink,
  };
}

/**
 * `socket` makes root an account that nobody can log in to over TCP; with `normal` every local user could. The
 * small redo log keeps the template at 22 MB instead of 114; a server started on a copy resizes its own. The
 * temporary folder is its own because a starting MariaDB removes every temporary table that it finds in its own.
 */
async function initDataDir(installDb: string, folder: string): Promise<void> {
  const tmpDir = await mkdtemp(join(tmpdir(), 'dbshift-init-'));
  const args = [
    '--no-defaults',
    ...(process.getuid?.() === 0 ? [`--user=${userInfo().username}`] : []),
    `--datadir=${folder}`,
    `--tmpdir=${tmpDir}`,
    '--auth-root-authentication-method=socket',
    '--skip-test-db',
    '--skip-name-resolve',
    '--innodb-log-file-size=4M',
  ];
  await runProgram(installDb, args).finally(() => rm(tmpDir, { recursive: true, force: true }));
}

async function runProgram(program: string, args: readonly string[]) {
  return run(program, args).catch((error: Error & { stderr?: string }) => {
    throw new FailedError(`${program} failed: ${(error.stderr || error.message).trim()}`, { cause: error });
  });
}
