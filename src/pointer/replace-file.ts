/**
 * Replaces a file if nobody else did since it was read: a compare-and-set that two processes, two machines with a
 * common mount, and a process that dies or sleeps at any point cannot both win. No lock is held, so none is left.
 *
 * Each contender has a *draft*, a file of its own with the new content. To commit is to rename it over the target,
 * which only works while the draft is there. Before that a contender *claims* attempt 0 at the next generation: a
 * symbolic link, created exclusively, that names its draft. Whoever finds an attempt claimed waits a while for the
 * target to change, then removes the draft that the claim names (now its owner can no longer commit) and claims
 * the next attempt. So attempt n + 1 exists only after the draft of attempt n is gone or committed; and a claim is
 * looked at before the target is, so a late contender always sees that it is late. Nothing depends on a clock: the
 * wait only spares a contender that is alive. (Tried in every order of these calls, see the tests.)
 */
import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The calls whose order matters. Each is atomic on a local file system and on NFS. */
export type FileCalls = Pick<typeof fs, 'symlink' | 'readlink' | 'unlink' | 'rename'>;

export type Replacement = {
  readonly path: string;
  /** A file beside it, see `draftPath`, complete and on disk. It is gone afterwards. */
  readonly draft: string;
  /** The generation that the draft has: the present one plus one. */
  readonly generation: number;
  /** Reads the target: is it still the one that the draft was made for? */
  isCurrent(): Promise<boolean>;
  /** How long to spare a contender that came first, in ms. */
  readonly patienceMs?: number;
  readonly calls?: FileCalls;
};

/** Polling interval while another contender is given time. */
const pollMs = 10;
const defaultPatienceMs = 1000;

/** `lost` means that somebody else's draft is, or will be, the next generation. */
export async function replaceFile(replacement: Replacement): Promise<'replaced' | 'lost'> {
  const { path, draft, generation, isCurrent, calls = fs } = replacement;
  try {
    for (let attempt = 0; ; ) {
      const claim = sibling(path, generation, String(attempt));
      if (await tried(calls.symlink(basename(draft), claim), 'EEXIST')) {
        if (!(await isCurrent())) return 'lost';
        return (await tried(calls.rename(draft, path), 'ENOENT')) ? 'replaced' : 'lost';
      }
      if (!(await staysCurrent(replacement))) return 'lost';
      if (await revoke(claim, calls)) attempt += 1;
      if (!(await isCurrent())) return 'lost';
    }
  } finally {
    await tried(calls.unlink(draft), 'ENOENT');
  }
}

/** Path for a draft of this generation: on the same file system, hidden, and with no extension to be loaded by. */
export function draftPath(path: string, generation: number, owner: string): string {
  return sibling(path, generation, `draft-${owner}`);
}

/** Removes what contenders left behind, up to a generation that has been committed: nobody can win there again. */
export async function removeLeftovers(
  path: string,
  generation: number,
  calls: Pick<FileCalls, 'unlink'> = fs,
): Promise<void> {
  const prefix = siblingPrefix(path);
  const names = await fs.readdir(dirname(path));
  const old = names.filter(
    name => name.startsWith(prefix) && Number.parseInt(name.slice(prefix.length), 10) <= generation,
  );
  await Promise.all(old.map(name => tried(calls.unlink(join(dirname(path), name)), 'ENOENT')));
}

/** Makes sure that the owner of a claim cannot commit any more. False when the claim itself is gone. */
async function revoke(claim: string, calls: FileCalls): Promise<boolean> {
  const draft = await calls.readlink(claim).catch(unless('ENOENT'));
  if (draft === undefined) return false;
  await tried(calls.unlink(join(dirname(claim), draft)), 'ENOENT');
  return true;
}

async function staysCurrent({ isCurrent, patienceMs = defaultPatienceMs }: Replacement): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if (!(await isCurrent())) return false;
    await sleep(pollMs);
  }
  return true;
}

function sibling(path: string, generation: number, rest: string): string {
  return join(dirname(path), `${siblingPrefix(path)}${generation}-${rest}`);
}

function siblingPrefix(path: string): string {
  return `.${basename(path)}.dbshift-`;
}

/** True when the call succeeded, false when it failed in the expected way. */
async function tried(call: Promise<unknown>, expected: string): Promise<boolean> {
  const outcome = await call.then(() => true).catch(unless(expected));
  return outcome === true;
}

function unless(expected: string): (error: NodeJS.ErrnoException) => undefined {
  return error => {
    if (error.code !== expected) throw error;
    return undefined;
  };
}
