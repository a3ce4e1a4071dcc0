/** MySQL as a sandbox server. Tried on 9.7. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mysqlLink } from './mysql-link.js';
import { mysqlOptions } from './mysql-options.js';
import { mysqlSetUp, mysqlSetUpRoot } from './mysql-set-up.js';
import type { OptionValues } from './option-file.js';
import { runProgram } from './run-program.js';
import type { ServerImage } from './server-image.js';
import { argumentsOf, type ServerPrograms } from './server-programs.js';

export function mysqlImage(version: string, programs: ServerPrograms): ServerImage {
  return {
    name: `mysql ${version.split('.').slice(0, 2).join('.')}`,
    flavor: 'mysql',
    version,
    command: programs.server,
    initDataDir: (folder, lowerCaseTableNames) =>
      initDataDir(programs, folder, { 'lower-case-table-names': lowerCaseTableNames }),
    options: settings => ({ ...mysqlOptions(settings), ...programs.paths }),
    setUp: mysqlSetUp,
    setUpRoot: mysqlSetUpRoot,
    link: mysqlLink,
  };
}

/**
 * `insecure` means a root without a password, who may log in over the socket alone because names are not resolved;
 * every server gets a password with its first start. `auto.cnf` holds the identity of a server, which copies of
 * the folder must not share.
 */
async function initDataDir(programs: ServerPrograms, folder: string, fixed: OptionValues): Promise<void> {
  await runProgram([
    ...programs.server,
    '--no-defaults',
    '--initialize-insecure',
    `--datadir=${folder}`,
    ...(process.getuid?.() === 0 ? ['--user=root'] : []),
    '--secure-file-priv=',
    '--innodb-redo-log-capacity=8M',
    ...argumentsOf({ ...programs.paths, ...fixed }),
  ]);
  await rm(join(folder, 'auto.cnf'));
}
