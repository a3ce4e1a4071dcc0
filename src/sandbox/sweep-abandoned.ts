/** Removes folders of throw-away servers whose process was killed: nobody else would, and each takes 80 MB. */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { hasEnded, type Owner } from './owner.js';

export const folderPrefix = 'dbshift-server-';

/** In such a folder: who made it. */
export const ownerFile = 'owner';

/**
 * Those of this account in `parent` whose process has surely ended; its server died with it. What cannot be judged or
 * removed stays.
 */
export async function sweepAbandoned(parent: string, uid: number = userInfo().uid): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const folders = names.filter(name => name.startsWith(folderPrefix)).map(name => join(parent, name));
  for (const folder of folders)
    if (await isAbandoned(folder, uid)) await remove(folder).catch(() => undefined);
}

async function isAbandoned(folder: string, uid: number): Promise<boolean> {
  try {
    if ((await stat(folder)).uid !== uid) return false;
    const owner = JSON.parse(await readFile(join(folder, ownerFile), 'utf8')) as Owner | null;
    return owner !== null && (await hasEnded(owner));
  } catch {
    return false;
  }
}

/** The owner's name last: whoever is interrupted here leaves what the next one can judge. */
async function remove(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name !== ownerFile) await rm(join(folder, name), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}
