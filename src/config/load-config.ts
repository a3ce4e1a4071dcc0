/** Finds, reads and parses the configuration: the only place that looks for it. Secrets are not read here. */
import { access, readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { lilconfig } from 'lilconfig';
import { ConfigError } from '../errors.js';
import type { Config } from './config.js';
import { importConfig } from './import-config.js';
import { parseConfig } from './parse-config.js';
import { parseYaml } from './parse-yaml.js';
import { readOptionFiles } from './read-option-files.js';

const loaders = {
  '.yaml': parseYaml,
  '.yml': parseYaml,
  '.json': parseYaml,
  '.mjs': importConfig,
  '.js': importConfig,
  '.cjs': importConfig,
};

const extensions = Object.keys(loaders);
const searchPlaces = extensions.map(extension => `dbshift.config${extension}`);
const knexfiles = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map(extension => `knexfile.${extension}`);

/**
 * The configuration at `path`, else the nearest `dbshift.config.*` from `cwd` upwards (within the home directory,
 * when `cwd` lies there). Throws ConfigError: none found, not readable, or everything that is wrong with it.
 */
export async function loadConfig({ cwd, path }: { cwd: string; path?: string }): Promise<Config> {
  const { file, raw } = path === undefined ? await searchFile(cwd) : await readNamedFile(resolve(cwd, path));
  const folder = dirname(file);
  const config = parseConfig(raw, { file, folder, optionFiles: await readOptionFiles(raw, folder) });
  const knexfile = config.knexfile ?? (await firstExisting(folder, knexfiles));
  return { ...config, ...(knexfile === undefined ? {} : { knexfile }) };
}

type RawConfig = { readonly file: string; readonly raw: unknown };

async function searchFile(cwd: string): Promise<RawConfig> {
  const found = await finder()
    .search(cwd)
    .catch((error: NodeJS.ErrnoException) => {
      throw error.syscall === undefined ? error : unreadable(error, cwd);
    });
  if (found !== null) return { file: found.filepath, raw: found.config ?? null };
  throw new ConfigError(`no configuration found: no dbshift.config.yaml in ${resolve(cwd)} or above`, {
    hint: 'run `dbshift init` to write one, or name one with --config PATH',
  });
}

/** Reading a folder, the system tells no path. */
function unreadable(cause: NodeJS.ErrnoException, cwd: string): ConfigError {
  const { path = `dbshift.config.* in ${resolve(cwd)} or above`, code } = cause;
  return new ConfigError(`${path} cannot be read (${code})`, { cause });
}

async function readNamedFile(file: string): Promise<RawConfig> {
  if (!extensions.includes(extname(file)))
    throw new ConfigError(`${file} is not a kind of configuration that dbshift reads`, {
      hint: `its name must end in ${extensions.join(', ')}`,
    });
  await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${file} cannot be read (${error.code})`, { cause: error });
  });
  const found = await finder().load(file);
  return { file, raw: found?.config ?? null };
}

/** No cache: a long-lived process must see the file as it is. An empty file is reported, not passed over. */
function finder() {
  return lilconfig('dbshift', { searchPlaces, loaders, cache: false, ignoreEmptySearchPlaces: false });
}

async function firstExisting(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const path of names.map(name => join(folder, name))) {
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) return path;
  }
  return undefined;
}
