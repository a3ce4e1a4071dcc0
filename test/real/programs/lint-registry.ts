/** The registry's own programs have nothing to be said of, and the faults that were in its first version are refused. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lintRefusals } from '../../../src/programs/lint/lint-refusals.js';
import type { ServerImage } from '../../../src/sandbox/server-image.js';
import { lintTexts } from '../../helpers/lint/lint-texts.js';
import { type LiveServer, liveServer } from '../../helpers/live-server.js';
import { openCopy } from '../../helpers/open-copy.js';
import { makeRegistry } from '../../helpers/registry.js';
import { flavorTest } from '../../helpers/server-test.js';

const live = liveServer();

/** On a server of its own for each image, made once. */
async function registry(image: ServerImage): Promise<LiveServer> {
  const found = await live(image);
  if ((await found.session.rows('SHOW TABLES')).length === 0) await makeRegistry(found.session, image);
  return found;
}

const folder = join(process.cwd(), 'procedures');

const original = `CREATE PROCEDURE deregister_lb(ip VARCHAR(100))
BEGIN
  DELETE FROM lb2_members WHERE ip=_ip;
END`;

const definer = 'lb_registry@localhost';

flavorTest('of the programs of the registry nothing is found', async (t, image) => {
  const { server, session } = await registry(image);
  const workspace = await openCopy({ source: server.root, database: 'app', url: null, passive: null });
  t.teardown(() => workspace.close());
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql'));
  const texts = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
  t.true(texts.length >= 3);
  t.deepEqual(await lintTexts(texts, { workspace, server: session, definer: null }), []);
});

flavorTest(
  'what the registry began with is refused, and so is the fix that deletes every row',
  async (t, image) => {
    const { server, session } = await live(image);
    const workspace = await openCopy({ source: server.root, database: 'app', url: null, passive: null });
    t.teardown(() => workspace.close());
    const refused = async (text: string) =>
      lintRefusals(await lintTexts([text], { workspace, server: session, definer })).map(
        ({ id, where, hint }) => [`${id} ${where}`, hint?.split(';')[0]],
      );
    const rename = 'call the parameter otherwise, such as _ip';
    t.deepEqual(await refused(original), [
      ['shadowed-column 0.sql:4:33', rename],
      ['unknown-column 0.sql:4:36', 'name a column that is there, or declare the variable'],
    ]);
    t.deepEqual(await refused(original.replace('_ip', 'ip')), [['shadowed-column 0.sql:4:33', rename]]);
    // The right one: the parameter is called otherwise.
    t.deepEqual(await refused(original.replace('(ip', '(_ip')), []);
  },
);
