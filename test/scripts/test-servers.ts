/** What the tests of real servers run on, and how those that are missing show. */
import test from 'ava';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import { type TestServer, testServers } from '../helpers/test-servers.js';

const image = (name: string) => ({ name, flavor: name.split(' ')[0] }) as ServerImage;
const everything = ['mariadb 10.11', 'mariadb 11.8', 'mysql 9.7'].map(image);

const told = (servers: readonly TestServer[]) =>
  servers.map(server => `${server.name}: ${'image' in server ? 'runs' : server.skipped}`);

test('every server that is here is tested on', t => {
  const servers = testServers({ images: everything, skipped: [] }, undefined);
  t.deepEqual(told(servers), ['mariadb 10.11: runs', 'mariadb 11.8: runs', 'mysql 9.7: runs']);
});

test('a server that the set-up could not fetch is skipped with its reason', t => {
  const skipped = [{ name: 'mysql', reason: 'no network' }];
  const servers = testServers({ images: everything.slice(0, 2), skipped }, undefined);
  t.deepEqual(told(servers), ['mariadb 10.11: runs', 'mariadb 11.8: runs', 'mysql 9.7: no network']);
});

test('without a set-up everything but the installed MariaDB is skipped', t => {
  const servers = testServers({ images: everything.slice(0, 1), skipped: [] }, undefined);
  const reason = 'not unpacked: npm run setup';
  t.deepEqual(told(servers), ['mariadb 10.11: runs', `mariadb 11.8: ${reason}`, `mysql 9.7: ${reason}`]);
});

test('without an installed MariaDB there are no tests', t => {
  t.throws(() => testServers({ images: everything.slice(2), skipped: [] }, undefined), {
    message: /npm run setup/,
  });
  t.throws(() => testServers({ images: [], skipped: [] }, undefined), { message: /npm run setup/ });
});

test('a later series in place of the expected one is as good', t => {
  const images = ['mariadb 10.11', 'mariadb 12.3', 'mysql 10.0'].map(image);
  t.deepEqual(told(testServers({ images, skipped: [] }, undefined)), [
    ...['mariadb 10.11: runs', 'mariadb 12.3: runs', 'mysql 10.0: runs'],
  ]);
});

test('an installed MariaDB of the later series is not missed', t => {
  const images = ['mariadb 11.8', 'mysql 9.7'].map(image);
  t.deepEqual(told(testServers({ images, skipped: [] }, undefined)), [
    'mariadb 11.8: runs',
    'mysql 9.7: runs',
  ]);
});

test('servers that were not picked are skipped, and a name that is wrong is an error', t => {
  const servers = testServers({ images: everything, skipped: [] }, 'mysql 9.7, mariadb 10.11');
  t.deepEqual(told(servers), ['mariadb 10.11: runs', 'mariadb 11.8: not picked', 'mysql 9.7: runs']);
  t.throws(() => testServers({ images: everything, skipped: [] }, 'mysql 8.4'), {
    message: /mysql 8\.4 is not one of/,
  });
});
