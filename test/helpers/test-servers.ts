/**
 * Which servers the tests run on, of those that are here. An installed MariaDB is required; a later MariaDB and a MySQL are expected, and
 * where the set-up could not fetch one, its tests are skipped with the reason in their titles.
 *
 * `DBSHIFT_SERVERS="mysql 9.7,mariadb 11.8"` picks some while working on them; the rest is skipped as visibly.
 */
import type { FlavorName } from '../../src/flavor/flavor.js';
import type { FoundImages } from '../../src/sandbox/find-image.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';

export type TestServer =
  | { readonly name: string; readonly flavor: FlavorName; readonly image: ServerImage }
  | { readonly name: string; readonly flavor: FlavorName; readonly skipped: string };

/** Every server, one of each series, the installed MariaDB first. Throws when that one is missing. */
export function testServers(found: FoundImages, picked = process.env.DBSHIFT_SERVERS): readonly TestServer[] {
  const [installed] = found.images;
  if (installed?.flavor !== 'mariadb') throw new Error('no MariaDB is installed here: npm run setup');
  const present = found.images.map(image => ({ name: image.name, flavor: image.flavor, image }));
  const all = [...present, ...missing(found)];
  return picked === undefined
    ? all
    : pick(
        all,
        picked.split(',').map(name => name.trim()),
      );
}

/** Skipped, not left out: a file whose tests are all of another server still has tests. */
function pick(all: readonly TestServer[], names: readonly string[]): readonly TestServer[] {
  const unknown = names.filter(name => !all.some(server => server.name === name));
  if (unknown.length > 0)
    throw new Error(`DBSHIFT_SERVERS: ${unknown} is not one of ${all.map(server => server.name)}`);
  return all.map(({ name, flavor, ...rest }) =>
    names.includes(name)
      ? ({ name, flavor, ...rest } as TestServer)
      : { name, flavor, skipped: 'not picked' },
  );
}

/** The series that the suites of `scripts/setup.sh` have today, for titles alone. */
const expected = { 'mariadb 11.8': 'mariadb', 'mysql 9.7': 'mysql' } as const satisfies Record<
  string,
  FlavorName
>;

function missing({ images, skipped }: FoundImages): readonly TestServer[] {
  return Object.entries(expected).flatMap(([name, flavor]) => {
    const enough = flavor === 'mariadb' ? 2 : 1;
    const present = images.filter(image => image.flavor === flavor);
    if (present.length >= enough || present.some(image => image.name === name)) return [];
    const reason = skipped.find(server => server.name === flavor)?.reason ?? 'not unpacked: npm run setup';
    return [{ name, flavor, skipped: reason }];
  });
}
