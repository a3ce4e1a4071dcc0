/** What `scripts/unpack-server.sh` does where nothing can be fetched; a set-up with a network shows the rest. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { folderWith } from '../helpers/folder-with.js';

const arguments_ = ['scripts/unpack-server.sh', 'mysql', 'sid', 'mysql-server-core'];

async function unpack(cache: string, env: Readonly<Record<string, string>> = {}) {
  return promisify(execFile)('bash', arguments_, { env: { ...process.env, ...env, XDG_CACHE_HOME: cache } });
}

test('a server that cannot be fetched is skipped with the reason, and nothing stays behind', async t => {
  // No mirror is asked: its port is that of nobody.
  const cache = await folderWith(t, {
    'sources.list': 'deb http://127.0.0.1:9/debian stable main\n',
    'apt.conf': '',
  });
  const config = `Dir::Etc::SourceList "${join(cache, 'sources.list')}";\nDir::Etc::SourceParts "-";\n`;
  await writeFile(join(cache, 'apt.conf'), config);
  const { stderr } = await unpack(cache, { APT_CONFIG: join(cache, 'apt.conf') });
  const servers = join(cache, 'dbshift', 'servers');
  t.deepEqual(await readdir(servers), ['mysql.skipped']);
  const reason = (await readFile(join(servers, 'mysql.skipped'), 'utf8')).trim();
  t.regex(reason, /127\.0\.0\.1|no apt-get/);
  t.true(stderr.includes(`Going on without mysql of Debian sid: ${reason}`), stderr);
});

test('a server that is there is not fetched again', async t => {
  const cache = await folderWith(t, {});
  await mkdir(join(cache, 'dbshift', 'servers', 'mysql_1.2.3-4'), { recursive: true });
  t.deepEqual(await unpack(cache), { stdout: '', stderr: '' });
  t.deepEqual(await readdir(join(cache, 'dbshift', 'servers')), ['mysql_1.2.3-4']);
});
