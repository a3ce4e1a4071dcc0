/** Folders that only their owner may look into, also under a temporary folder that everybody may write to. */
import { lstat, mkdir } from 'node:fs/promises';
import { ConfigError } from '../errors.js';

/** Makes `folder` for this account alone. Throws ConfigError when somebody else made it, or can read it. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const ours = process.getuid === undefined || found.uid === process.getuid();
  if (found.isDirectory() && ours && (found.mode & 0o077) === 0) return;
  throw new ConfigError(`${folder} is not a folder of this account alone`, {
    hint: 'remove it, or set TMPDIR to a folder of your own',
  });
}
