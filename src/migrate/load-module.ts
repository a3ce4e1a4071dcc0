/**
 * Imports a JavaScript or TypeScript file of the user: a migration or a knexfile. TypeScript needs a Node that
 * strips types by itself (22.18 and later) or the package tsx in the user's project; it is never compiled here.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../errors.js';

/** Named exports of the module; those of a CommonJS or transpiled default export count as its own. */
export type LoadedModule = Readonly<Record<string, unknown>>;

/** Imports the file at an absolute path. Throws ConfigError with the file's own error. */
export async function loadModule(path: string): Promise<LoadedModule> {
  try {
    const loaded = (await (isTypeScript(path) ? importTypeScript(path) : importFile(path))) as LoadedModule;
    // Twice: `export default {…}` compiled to CommonJS is the default of a default.
    return unwrapDefault(unwrapDefault(loaded));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    await readFile(path).catch(({ code, message }: NodeJS.ErrnoException) => {
      throw new ConfigError(`${path}: cannot be read (${code ?? message})`, { cause: error });
    });
    throw new ConfigError(`${path}: cannot be loaded: ${describe(error)}`, { cause: error });
  }
}

function isTypeScript(path: string): boolean {
  return ['.ts', '.mts', '.cts'].includes(extname(path));
}

function importFile(path: string): Promise<unknown> {
  return import(pathToFileURL(path).href);
}

/** tsx is looked up from the file, so that the user's own copy is found when this program is installed globally. */
async function importTypeScript(path: string): Promise<unknown> {
  const { features } = process as { features: { typescript?: unknown } };
  if (features.typescript) return importFile(path);
  const { tsImport } = (await import(pathToFileURL(tsxOf(path)).href)) as {
    tsImport: (file: string, parent: string) => Promise<unknown>;
  };
  return tsImport(path, import.meta.url);
}

function tsxOf(path: string): string {
  try {
    return createRequire(path).resolve('tsx/esm/api');
  } catch {
    throw new ConfigError(`${path}: Node ${process.versions.node} cannot run TypeScript by itself`, {
      hint: 'use Node 22.18 or later, or install tsx in this project (npm install --save-dev tsx)',
    });
  }
}

function unwrapDefault(loaded: LoadedModule): LoadedModule {
  const { default: defaultExport } = loaded;
  return isRecord(defaultExport) ? { ...loaded, ...defaultExport } : loaded;
}

function isRecord(value: unknown): value is LoadedModule {
  return typeof value === 'object' && value !== null;
}

/** The first line of a user's error: a stack trace of their file says less than its path does. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}
