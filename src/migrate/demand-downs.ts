/** Whether migrations say how they are taken back. */
import { type Finding, RefusedError } from '../errors.js';
import { parseSqlMigration } from '../sql/migration-file.js';
import type { MigrationFile } from './files.js';
import { loadModule } from './load-module.js';
import { readMigration, readMigrationText } from './read-migration.js';

/** Throws RefusedError with every one that does not, ConfigError for a file that cannot be read. */
export async function demandDowns(files: readonly MigrationFile[]): Promise<void> {
  const lacking: MigrationFile[] = [];
  for (const file of files) if (!(await hasDown(file))) lacking.push(file);
  if (lacking.length === 0) return;
  throw new RefusedError('not all of these migrations can be taken back', {
    findings: lacking.map(withoutDown),
  });
}

/** An empty down part counts: nothing is to be done then. */
export async function hasDown({ kind, path }: MigrationFile): Promise<boolean> {
  if (kind === 'sql') return parseSqlMigration(await readMigrationText(path), path).down !== null;
  await readMigration(path);
  return typeof (await loadModule(path)).down === 'function';
}

function withoutDown({ name, kind }: MigrationFile): Finding {
  const what = kind === 'sql' ? 'has no part behind a line `-- down`' : 'has no function `down`';
  return {
    id: 'no-down',
    where: name,
    message: `${what}, so it cannot be taken back`,
    hint: 'write a new migration that undoes it',
  };
}
