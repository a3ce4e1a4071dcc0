/**
 * What preflight asks a server, by flavor: texts to send and rows to read. Holds no connection. Every query may be
 * refused for want of a privilege, and `dbshiftPrivileges` has all that they need.
 */
import type { Flavor, FlavorName, Version } from '../flavor/flavor.js';
import type { Row } from '../server/connection.js';
import type { LinkRows } from './link-of.js';
import { mariadbPreflight } from './mariadb-preflight.js';
import { mysqlPreflight } from './mysql-preflight.js';
import type { BypassAccount, Repairs, ReplicationLink, Settings } from './server-facts.js';

export type FlavorPreflight = {
  /** Names of the global variables that `readSettings` reads; those a version lacks are simply not in the answer. */
  readonly variables: readonly string[];
  /** One row with `origin`: where the value of the global variable (`?`) came from. */
  readonly originQuery: string;
  /** Rows with `name`, `value` of the read-only settings that outlive a boot before any option file; null: none do. */
  readonly persistedReadOnlyQuery: string | null;
  /** Groups of option files that the server reads, `{series}` being its version. */
  readonly optionGroups: readonly string[];
  readonly linksQuery: string;
  binlogStatusQuery(version: Version): string;
  /** Rows with `xid`. */
  readonly preparedXaQuery: string;
  readonly accountQueries: AccountQueries;
  readSettings(variables: Variables): Settings;
  readLinks(flavor: Flavor, rows: readonly LinkRows[]): readonly ReplicationLink[];
  readBypassAccounts(rows: AccountRows): readonly BypassAccount[];
  readonly repairs: Omit<Repairs, 'eventAsleep'>;
};

/** Values by lower-case name. */
export type Variables = ReadonlyMap<string, string>;

/** `writers` has `user`, `host`: who may write something in the database (`?`); both placeholders are its name. */
export type AccountQueries = {
  readonly accounts: string;
  readonly roles: string;
  readonly writers: string;
};

/** Null writers: that could not be read, so everybody counts as one. */
export type AccountRows = {
  readonly accounts: readonly Row[];
  readonly roles: readonly Row[];
  readonly writers: readonly Row[] | null;
};

const flavors: Readonly<Record<FlavorName, FlavorPreflight>> = {
  mariadb: mariadbPreflight,
  mysql: mysqlPreflight,
};

export function preflightOf({ name }: Flavor): FlavorPreflight {
  return flavors[name];
}
