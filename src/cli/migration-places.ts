/** Where the files that a plan names lie in the repository, for annotations. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { listMigrationFiles } from '../migrate/files.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import type { Context } from './context.js';
import { findConfig } from './find-config.js';
import type { AnnotationPlaces } from './render/annotations.js';

/** A plan file may be shown without its configuration: then a migration is known by its name alone. */
export async function migrationPlaces(
  context: Context,
  env: NodeJS.ProcessEnv = process.env,
): Promise<AnnotationPlaces> {
  const paths = await readPaths(context).catch(() => new Map<string, string>());
  const root = env.GITHUB_WORKSPACE || gitRoot(context.cwd) || context.cwd;
  return {
    pathOf: file => {
      const path = paths.get(file) ?? (isAbsolute(file) ? file : resolve(context.cwd, file));
      const within = relative(root, path);
      return isAbsolute(within) || within.split(sep)[0] === '..' ? null : within.split(sep).join('/');
    },
  };
}

async function readPaths(context: Context): Promise<ReadonlyMap<string, string>> {
  const files = await listMigrationFiles(await readMigrationSettings(await findConfig(context)));
  return new Map(files.map(({ name, path }) => [name, path]));
}

function gitRoot(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : gitRoot(parent);
}
