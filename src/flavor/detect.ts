/** Which flavor a server is, from its own words. Pure. */
import { ConfigError } from '../errors.js';
import type { Flavor, FlavorName, Version } from './flavor.js';
import { isAtLeast } from './is-at-least.js';
import { mariadb } from './mariadb.js';
import { mysql } from './mysql.js';

/** What to ask a server to know its flavor. */
export const versionQuery = 'SELECT VERSION() AS version, @@version_comment AS comment';

/** `10.11.19-MariaDB-0+deb12u1-log`, `9.7.4`: the vendor is in the version on MariaDB. Throws ConfigError. */
export function detectFlavor(
  label: string,
  { version, comment }: { version: string; comment: string },
): Flavor {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (match === null)
    throw new ConfigError(`${label}: cannot read the server version ${JSON.stringify(version)}`);
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map(Number);
  const number: Version = { major, minor, patch };
  const isMariadb = /mariadb/i.test(`${version} ${comment}`);
  if (!isAtLeast(number, isMariadb ? oldest.mariadb : oldest.mysql)) {
    throw new ConfigError(`${label}: ${isMariadb ? 'MariaDB' : 'MySQL'} ${version} is too old`, {
      hint: 'supported: MariaDB 10.11 and later, MySQL 8.0.26 and later',
    });
  }
  return isMariadb ? mariadb(number) : mysql(number);
}

/** MySQL 8.0.26 brought the words of today: `replica_type_conversions` and its kind. */
const oldest: Readonly<Record<FlavorName, readonly [number, number, number]>> = {
  mariadb: [10, 11, 0],
  mysql: [8, 0, 26],
};
