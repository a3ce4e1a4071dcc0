/**
 * Honours an existing knexfile, so that this program and the knex CLI agree on which migrations exist and where
 * they are recorded. Its `connection` is not used to connect: the servers stand in our own configuration.
 */
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../errors.js';
import { type LoadedModule, loadModule } from './load-module.js';
import {
  defaultMigrationSettings,
  type KnexHook,
  type KnexOptions,
  type MigrationSettings,
} from './migration-settings.js';

/** What of the configuration says where migrations are. Paths are absolute. */
export type MigrationSource = {
  readonly migrations: string;
  readonly knexfile?: string;
  readonly database: string;
};

/**
 * Settings by the project's knexfile, or the defaults without one. `environment` chooses a section of the
 * knexfile, as NODE_ENV does for the knex CLI. Throws ConfigError.
 */
export async function readMigrationSettings(
  source: MigrationSource,
  environment = process.env.NODE_ENV || 'development',
): Promise<MigrationSettings> {
  const { knexfile: path, migrations } = source;
  if (path === undefined) return defaultMigrationSettings([migrations]);
  const sections = asRecord(await loadKnexfile(path), path, 'the knexfile');
  const section = sections[environment] ?? sections;
  return parseKnexfile(asRecord(section, path, environment), { ...source, path });
}

/** A knexfile may export its settings or a function that makes them, also a promise of them. */
async function loadKnexfile(path: string): Promise<unknown> {
  const loaded = await loadModule(path);
  if (typeof loaded.default !== 'function') return loaded;
  try {
    return await loaded.default();
  } catch (error) {
    throw new ConfigError(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

type KnexfileSource = Omit<MigrationSource, 'knexfile'> & { readonly path: string };

/**
 * Settings of one section of a knexfile. Pure. Throws ConfigError for another database system and for what
 * cannot be honoured: a migration source of its own, bookkeeping in another database.
 */
export function parseKnexfile(section: LoadedModule, source: KnexfileSource): MigrationSettings {
  const { path, database } = source;
  requireMysqlClient(section.client, path);
  const migrations = asRecord(section.migrations ?? {}, path, 'migrations');
  refuseUnsupported(migrations, path, database);
  const directories = asStrings(migrations.directory ?? source.migrations, path, 'migrations.directory');
  const defaults = defaultMigrationSettings(directories.map(directory => resolve(dirname(path), directory)));
  const extensions = migrations.loadExtensions;
  const loaded = extensions === undefined ? null : asStrings(extensions, path, 'migrations.loadExtensions');
  return {
    ...defaults,
    tableName: asStrings(
      migrations.tableName ?? defaults.tableName,
      path,
      'migrations.tableName',
    )[0] as string,
    extensions: loaded?.filter(extension => extension !== '.sql') ?? defaults.extensions,
    knexExtensions: loaded ?? defaults.knexExtensions,
    sortDirsSeparately: migrations.sortDirsSeparately === true,
    disableTransactions: migrations.disableTransactions === true,
    knex: knexOptions(section),
  };
}

/** knex has three names for this family and accepts a client class; all of them write the same SQL. */
function requireMysqlClient(client: unknown, path: string): void {
  const name = typeof client === 'function' ? client.prototype?.dialect : client;
  if (['mysql', 'mysql2', 'mariadb'].includes(name)) return;
  throw new ConfigError(`${path}: client is ${JSON.stringify(name) ?? 'missing'}`, {
    hint: 'dbshift migrates MySQL and MariaDB: client must be mysql2, mysql or mariadb',
  });
}

function refuseUnsupported(migrations: LoadedModule, path: string, database: string): void {
  if (migrations.migrationSource !== undefined) {
    throw new ConfigError(`${path}: migrations.migrationSource is not supported`, {
      hint: 'keep the migrations as files and name their directory in migrations.directory',
    });
  }
  const { schemaName } = migrations;
  if (schemaName !== undefined && schemaName !== null && schemaName !== database) {
    throw new ConfigError(`${path}: migrations.schemaName is ${JSON.stringify(schemaName)}`, {
      hint: `migrations are recorded in the database that they change (${database})`,
    });
  }
}

function knexOptions({ connection, wrapIdentifier, postProcessResponse }: LoadedModule): KnexOptions {
  const { charset, collate } = (typeof connection === 'object' ? (connection ?? {}) : {}) as LoadedModule;
  return {
    ...(typeof charset === 'string' ? { charset } : {}),
    ...(typeof collate === 'string' ? { collate } : {}),
    ...(typeof wrapIdentifier === 'function' ? { wrapIdentifier: wrapIdentifier as KnexHook } : {}),
    ...(typeof postProcessResponse === 'function'
      ? { postProcessResponse: postProcessResponse as KnexHook }
      : {}),
  };
}

function asRecord(value: unknown, path: string, key: string): LoadedModule {
  if (typeof value === 'object' && value !== null) return value as LoadedModule;
  throw new ConfigError(`${path}: ${key} is not an object`);
}

function asStrings(value: unknown, path: string, key: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every(item => typeof item === 'string' && item !== '')) return list as string[];
  throw new ConfigError(`${path}: ${key} must be a text or a list of texts`);
}
