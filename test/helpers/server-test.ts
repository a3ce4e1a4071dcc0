/**
 * One AVA test for each real server, with the server in its title:
 *
 *     serverTest('writes replicate', async (t, image) => {
 *       const sandbox = await withPair(t, { image });
 *
 * `serverTest` runs on all of them. Where a later MariaDB cannot answer differently from an older one, `flavorTest`
 * saves its time; `eitherTest` where what a flavor does there is tested elsewhere too: by its title it falls to one of
 * them; `oneServerTest` where what is asked needs some server and has nothing to do with which. `npm run test:full` asks
 * all the same. `mariadbTest` and `mysqlTest` are for what only one flavor has.
 */
import test, { type ExecutionContext } from 'ava';
import { findImages } from '../../src/sandbox/find-image.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { type TestServer, testServers } from './test-servers.js';

export type ServerTest = (
  title: string,
  body: (t: ExecutionContext, image: ServerImage) => Promise<void> | void,
) => void;

export const servers = testServers(await findImages());

export const serverTest = testOn(servers);
export const everyServer = process.env.DBSHIFT_EVERY_SERVER === '1';
/** One of each flavor, but all of them in a full run. */
export const serverOfEachFlavor = everyServer ? servers : servers.filter(isFirstOfItsFlavor);
export const flavorTest = testOn(serverOfEachFlavor);
export const eitherTest: ServerTest = (title, body) => {
  const firsts = servers.filter(isFirstOfItsFlavor);
  const turn = [...title].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  testOn(everyServer ? servers : firsts.slice(turn % firsts.length).slice(0, 1))(title, body);
};
export const oneServerTest = testOn(everyServer ? servers : servers.slice(0, 1));
export const mariadbTest = testOn(servers.filter(({ flavor }) => flavor === 'mariadb'));
export const mysqlTest = testOn(servers.filter(({ flavor }) => flavor === 'mysql'));

export function testOn(list: readonly TestServer[]): ServerTest {
  return (title, body) => {
    for (const server of list) {
      // One after the other also where files run at once: the tests of a file may share a pair.
      if ('image' in server) test.serial(`${title} [${server.name}]`, t => body(t, server.image));
      else test.skip(`${title} [${server.name}: ${server.skipped}]`, () => undefined);
    }
  };
}

function isFirstOfItsFlavor({ name, flavor }: TestServer): boolean {
  return servers.find(server => server.flavor === flavor)?.name === name;
}
