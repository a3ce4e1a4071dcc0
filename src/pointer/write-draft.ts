import { open, rm } from 'node:fs/promises';
import { FailedError } from '../errors.js';

/** What a file must look like to those who read it. `mode` may have the bits of `stat` above the permissions. */
export type Permissions = { readonly mode: number; readonly uid?: number; readonly gid?: number };

/**
 * Writes a new file and puts it on disk, with the permissions and owner of the file that it will replace. Only
 * root can give files away: an owner that cannot be kept is refused when that would make the file unreadable for
 * somebody, because an application that cannot read its pointer is down.
 */
export async function writeDraft(draft: string, text: string, permissions: Permissions): Promise<void> {
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    const own = await file.stat();
    const { mode, uid = own.uid, gid = own.gid } = permissions;
    if (uid !== own.uid || gid !== own.gid)
      await file.chown(uid, gid).catch(error => {
        if (!isReadableByAll(mode)) throw cannotKeepOwner(error);
      });
    await file.chmod(mode & 0o7777);
    await file.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

function isReadableByAll(mode: number): boolean {
  return (mode & 0o004) !== 0;
}

function cannotKeepOwner(cause: NodeJS.ErrnoException): FailedError {
  return new FailedError(`the owner of the pointer file could not be kept (${cause.code})`, {
    cause,
    hint: 'run dbshift as the owner of the file, or let everybody read it (chmod o+r)',
  });
}
