/** Runs the real knex CLI, the one that users have beside this program. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Endpoint } from '../../src/server/endpoint.js';

const require = createRequire(import.meta.url);

/** A knexfile for `knexCli`; migrations lie beside it in `migrations/`. */
export const knexfile = `module.exports = {
  client: 'mysql2',
  connection: { host: '127.0.0.1', port: process.env.DB_PORT, user: process.env.DB_USER,
    password: process.env.DB_PASSWORD, database: process.env.DB_NAME },
};`;

export type KnexCliResult = { readonly code: number; readonly output: string };

/** `command` is `migrate:list`, `migrate:latest`, …; `folder` holds `knexfile.cjs`. Resolves also when it fails. */
export async function knexCli(
  command: string,
  folder: string,
  { endpoint, database }: { readonly endpoint: Endpoint; readonly database: string },
): Promise<KnexCliResult> {
  const env = {
    ...process.env,
    NO_COLOR: '1',
    KNEX_PATH: require.resolve('knex'),
    DB_PORT: String(endpoint.port),
    DB_USER: endpoint.user,
    DB_PASSWORD: endpoint.password,
    DB_NAME: database,
  };
  const args = [require.resolve('knex/bin/cli.js'), command, '--knexfile', join(folder, 'knexfile.cjs')];
  return promisify(execFile)(process.execPath, args, { env, cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}
