/** Two servers of different kinds are no pair: every other server beside the installed MariaDB. */
import { bringUpServer } from '../../../src/sandbox/bring-up-server.js';
import { findImage } from '../../../src/sandbox/find-image.js';
import type { Endpoint } from '../../../src/server/endpoint.js';
import { folderWith } from '../../helpers/folder-with.js';
import { runCli } from '../../helpers/run-cli.js';
import { serverTest } from '../../helpers/server-test.js';

serverTest('a pair of two kinds of server is refused, and one of a kind is not', async (t, image) => {
  const installed = await findImage();
  const [one, other] = [await bringUpServer(installed), await bringUpServer(image, { 'server-id': '2' })];
  t.teardown(() => Promise.all([one.down(), other.down()]));
  const folder = await folderWith(t, {
    'dbshift.config.yaml': configOf(one.root, other.root),
    'a.password': one.root.password,
    'b.password': other.root.password,
    'b.pem': other.root.serverPublicKey ?? '',
    'migrations/1.sql': 'CREATE TABLE one (id INT PRIMARY KEY);',
    'pointer.json': JSON.stringify({ active: 'a', host: '127.0.0.1', port: one.root.port, generation: 1 }),
  });
  for (const command of ['status', 'migrate']) {
    const { code, stderr } = await runCli([command], { cwd: folder });
    if (image.name !== installed.name) {
      t.is(code, 78, stderr);
      t.true(stderr.includes(`the servers differ: a is ${installed.name}, b is ${image.name}`), stderr);
    } else t.notRegex(stderr, /the servers differ/);
  }
});

function configOf(a: Endpoint, b: Endpoint): string {
  const key = b.serverPublicKey === undefined ? '' : ', serverPublicKey: b.pem';
  return `servers:
  a: { host: 127.0.0.1, port: ${a.port}, user: root, password: { file: a.password } }
  b: { host: 127.0.0.1, port: ${b.port}, user: root, password: { file: b.password }${key} }
database: app
migrations: migrations
pointers: [{ kind: file, path: pointer.json, format: json }]
`;
}
