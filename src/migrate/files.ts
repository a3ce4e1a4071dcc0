/**
 * Lists the migrations of a project in the one order in which they run. It reads names and bytes and does not
 * load or understand any file.
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ConfigError, type Finding } from '../errors.js';
import type { MigrationKind } from '../plan/plan.js';
import type { MigrationSettings } from './migration-settings.js';
import { readMigration } from './read-migration.js';

export type MigrationFile = {
  /** File name with its extension: the identity under which it is recorded. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: MigrationKind;
  /** sha256 of the bytes, in hex. */
  readonly checksum: string;
};

/**
 * All migrations, ordered by name as knex orders them (UTF-16 code units, no locale), `.sql` files among the
 * others. Throws ConfigError for a directory that is missing or holds no migration, for files
 * that cannot be read, and for names that are not unique.
 */
export async function listMigrationFiles(settings: MigrationSettings): Promise<readonly MigrationFile[]> {
  const byDirectory = await Promise.all(settings.directories.map(path => namesIn(path, settings)));
  const found = settings.sortDirsSeparately ? byDirectory.flat() : byDirectory.flat().sort(byName);
  if (found.length === 0) {
    throw new ConfigError(`no migrations in ${settings.directories.join(', ')}`, {
      hint: `put knex migrations (${settings.extensions.join(' ')}) or .sql files there, or set \`migrations\``,
    });
  }
  refuseSameStem(found);
  return Promise.all(
    found.map(async ({ name, path }) => ({
      name,
      path,
      kind: extname(name) === '.sql' ? 'sql' : 'knex',
      checksum: createHash('sha256')
        .update(await readMigration(path))
        .digest('hex'),
    })),
  );
}

/** Name without its extension: `001_users` of `001_users.ts`. */
export function stem(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}

type Found = { readonly name: string; readonly path: string };

async function namesIn(directory: string, settings: MigrationSettings): Promise<readonly Found[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(
      `migrations directory ${directory}: cannot be read (${error.code ?? error.message})`,
      {
        hint: 'create it, or set `migrations` to where the migrations are',
      },
    );
  });
  return entries
    .filter(entry => !entry.isDirectory() && isMigration(entry.name, settings))
    .map(({ name }) => ({ name, path: join(directory, name) }))
    .sort(byName);
}

function isMigration(name: string, { extensions }: MigrationSettings): boolean {
  const extension = extname(name);
  const declaration = /\.d\.[cm]?ts$/.test(name);
  return !name.startsWith('.') && !declaration && (extension === '.sql' || extensions.includes(extension));
}

function byName(one: Found, other: Found): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

/**
 * Two files that differ only by extension or by case are nearly always one migration twice (`x.ts` with its
 * compiled `x.js`), and which one ran could not be told from a record.
 */
function refuseSameStem(found: readonly Found[]): void {
  const first = new Map<string, Found>();
  const findings: Finding[] = [];
  for (const file of found) {
    const key = stem(file.name).toLowerCase();
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    else findings.push(sameStem(other, file));
  }
  if (findings.length > 0) {
    throw new ConfigError('two migrations have the same name', { findings });
  }
}

function sameStem(one: Found, other: Found): Finding {
  return {
    id: 'same-migration-name',
    where: other.path,
    message: `has the same name as ${one.path}`,
    hint: 'keep one of the two, or keep compiled files in a directory of their own',
  };
}
