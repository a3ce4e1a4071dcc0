/** MariaDB as a sandbox server. Tried on 10.11 as installed, and on 11.8 as unpacked. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fillMariadbDataDir } from './fill-mariadb-data-dir.js';
import { mariadbLink } from './mariadb-link.js';
import { mariadbOptions } from './mariadb-options.js';
import { mariadbSetUp, mariadbSetUpRoot } from './mariadb-set-up.js';
import { runProgram } from './run-program.js';
import type { ServerImage } from './server-image.js';
import { argumentsOf, type ServerPrograms } from './server-programs.js';

/** `installDb`: path of `mariadb-install-db` for an installed server; an unpacked one is filled without it. */
export type MariadbPrograms = ServerPrograms & { readonly installDb: string | null };

export function mariadbImage(version: string, programs: MariadbPrograms): ServerImage {
  return {
    name: `mariadb ${version.split('.').slice(0, 2).join('.')}`,
    flavor: 'mariadb',
    version,
    command: programs.server,
    initDataDir: folder => initDataDir(programs, folder),
    options: settings => ({ ...mariadbOptions(settings), ...programs.paths }),
    setUp: mariadbSetUp,
    setUpRoot: mariadbSetUpRoot,
    link: mariadbLink,
  };
}

/**
 * The small redo log keeps the template of 10.11 at 22 MB instead of 114, and that of 11.8, without its undo
 * tablespaces, at 19 MB; a server started on a copy resizes its own log. The
 * temporary folder is its own because a starting MariaDB removes every temporary table that it finds in its own.
 */
async function initDataDir(programs: MariadbPrograms, folder: string): Promise<void> {
  const tmpDir = await mkdtemp(join(tmpdir(), 'dbshift-init-'));
  const args = [
    ...(process.getuid?.() === 0 ? [`--user=${userInfo().username}`] : []),
    `--datadir=${folder}`,
    `--tmpdir=${tmpDir}`,
    '--skip-name-resolve',
    '--innodb-log-file-size=4M',
    '--innodb-undo-tablespaces=0',
    ...argumentsOf(programs.paths),
  ];
  const filled =
    programs.installDb === null ? fillMariadbDataDir(programs, args) : installDb(programs.installDb, args);
  await filled.finally(() => rm(tmpDir, { recursive: true, force: true }));
}

/** `socket` makes root an account that nobody can log in to over TCP; with `normal` every local user could. */
async function installDb(program: string, args: readonly string[]): Promise<void> {
  const own = ['--auth-root-authentication-method=socket', '--skip-test-db'];
  await runProgram([program, '--no-defaults', ...own, ...args]);
}
