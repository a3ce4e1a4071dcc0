/**
 * The one list of what the account of dbshift must be allowed to do. What `dbshift grants` prints, what preflight
 * demands and what the sandbox grants are made from it; a test takes each away on a real server.
 */
import type { FlavorName } from '../flavor/flavor.js';
import { mariadbPrivileges } from './mariadb-privileges.js';
import { mysqlPrivileges } from './mysql-privileges.js';
import type { Feature, Privilege } from './privilege.js';

const flavors: Readonly<Record<FlavorName, (database: string) => readonly Privilege[]>> = {
  mariadb: mariadbPrivileges,
  mysql: mysqlPrivileges,
};

/** Of all features, or of those given. */
export function dbshiftPrivileges(
  flavor: FlavorName,
  database: string,
  features: ReadonlySet<Feature> | null = null,
): readonly Privilege[] {
  const all = flavors[flavor](database);
  return features === null ? all : all.filter(({ feature }) => features.has(feature));
}
