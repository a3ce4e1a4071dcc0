/** The flavors in the versions that most was tried on, for tests of everything that needs one. */
import { detectFlavor } from '../../src/flavor/detect.js';
import type { Flavor, FlavorName } from '../../src/flavor/flavor.js';
import { mariadb } from '../../src/flavor/mariadb.js';
import { mysql } from '../../src/flavor/mysql.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';

export const flavors: Readonly<Record<FlavorName, Flavor>> = {
  mariadb: mariadb({ major: 10, minor: 11, patch: 19 }),
  mysql: mysql({ major: 9, minor: 7, patch: 4 }),
};

export const flavorNames = ['mariadb', 'mysql'] as const satisfies readonly FlavorName[];

/** Words and readers of a real server, for tests that speak to it. */
export function flavorOf({ name, version, flavor }: ServerImage): Flavor {
  return detectFlavor(name, { version, comment: flavor });
}
