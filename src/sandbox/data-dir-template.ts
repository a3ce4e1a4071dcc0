/**
 * One initialised data directory per server version, made once (half a second on MariaDB, four on MySQL) and
 * copied for every server. Kept in the system's temporary folder: losing it costs only the time to make it again.
 */
import { constants } from 'node:fs';
import { access, cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makePrivateFolder } from './private-folder.js';
import type { ServerImage } from './server-image.js';

/**
 * Path of the template of `image` for servers with these options. Several processes may make it at once: the first
 * rename wins.
 */
export async function findOrMakeTemplate(
  image: ServerImage,
  { 'lower-case-table-names': letterCase = '0' }: Readonly<Record<string, string>> = {},
): Promise<string> {
  const cache = join(tmpdir(), `dbshift-${userInfo().uid}`);
  const template = join(
    cache,
    `${image.flavor}-${image.version}${letterCase === '0' ? '' : `-${letterCase}`}`,
  );
  if (await exists(template)) return template;
  await makePrivateFolder(cache);
  const fresh = await mkdtemp(join(cache, 'fresh-'));
  try {
    await image.initDataDir(fresh, letterCase);
    await rename(fresh, template).catch(async (error: unknown) => {
      if (!(await exists(template))) throw error;
    });
    return template;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Fills `dataDir`, which must not exist yet, with a data directory on which a server can start. */
export async function copyTemplate(template: string, dataDir: string): Promise<void> {
  await cp(template, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
