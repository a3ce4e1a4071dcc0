/**
 * Where migrations lie and where knex records them. Defaults are knex's own, so that a project without a
 * knexfile and one with it behave alike.
 */
export type MigrationSettings = {
  /** Absolute paths. */
  readonly directories: readonly string[];
  /** Table in which the knex CLI records what it ran. Its lock table is this name with `_lock`. */
  readonly tableName: string;
  /** Extensions of JavaScript migrations, with the dot. `.sql` files are always taken. */
  readonly extensions: readonly string[];
  /**
   * Extensions that the knex CLI lists. A name with another extension must not stand in its table: the CLI would
   * call the directory corrupt.
   */
  readonly knexExtensions: readonly string[];
  /** Order by directory first and by name second, instead of by name alone. */
  readonly sortDirsSeparately: boolean;
  /** knex gives a migration no transaction unless it asks for one. */
  readonly disableTransactions: boolean;
  readonly knex: KnexOptions;
};

/** The part of a user's knex configuration that changes the SQL texts or the results a migration sees. */
export type KnexOptions = {
  /** `connection.charset` and `connection.collate`: knex writes them into every CREATE TABLE. */
  readonly charset?: string;
  readonly collate?: string;
  readonly wrapIdentifier?: KnexHook;
  readonly postProcessResponse?: KnexHook;
};

/** A function of the user's knexfile, handed to knex as it is. */
export type KnexHook = (...values: never[]) => unknown;

/** What this program takes when no knexfile says otherwise. */
export const scriptExtensions = ['.ts', '.js', '.cjs', '.mjs'] as const;

/** What knex 3.3 lists when `loadExtensions` is not set: `.mjs` is not among them. */
const knexDefaultExtensions = ['.co', '.coffee', '.eg', '.iced', '.js', '.cjs', '.litcoffee', '.ls', '.ts'];

/** Settings of a project without a knexfile. `directories` are absolute. */
export function defaultMigrationSettings(directories: readonly string[]): MigrationSettings {
  return {
    directories,
    tableName: 'knex_migrations',
    extensions: scriptExtensions,
    knexExtensions: knexDefaultExtensions,
    sortDirsSeparately: false,
    disableTransactions: false,
    knex: {},
  };
}

export function lockTableName(settings: MigrationSettings): string {
  return `${settings.tableName}_lock`;
}
