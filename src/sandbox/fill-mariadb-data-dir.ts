/**
 * What `mariadb-install-db` does, for a server in a folder of its own: that script knows only the place for which it
 * was built. Leaves out the help texts and the test database.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FailedError } from '../errors.js';
import { runProgram } from './run-program.js';
import type { ServerPrograms } from './server-programs.js';

/** In the order in which the script sends them (11.8). */
const files = [
  'mariadb_system_tables.sql',
  'mariadb_performance_tables.sql',
  'mariadb_system_tables_data.sql',
  'maria_add_gis_sp_bootstrap.sql',
  'mariadb_sys_schema.sql',
];

/** `args` name the data directory. Throws FailedError when a file is missing or the server refuses one. */
export async function fillMariadbDataDir(
  { server, share }: ServerPrograms,
  args: readonly string[],
): Promise<void> {
  if (share === null)
    throw new FailedError(`${server.join(' ')} lies without the files of its system tables`);
  const texts = await Promise.all(files.map(name => readFile(join(share, name), 'utf8')));
  // With a socket account root cannot log in over TCP without a password.
  const head = ['CREATE DATABASE mysql;', 'USE mysql;', "SET @auth_root_socket = 'root';"];
  const own = ['--bootstrap', '--enforce-storage-engine=', '--max-allowed-packet=8M', '--log-warnings=0'];
  await runProgram([...server, '--no-defaults', ...own, ...args], [...head, ...texts].join('\n'));
}
