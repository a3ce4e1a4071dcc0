/**
 * A pointer in a file on this machine or on a mount. Readers see the old file or the new one, never a part: a new
 * file is put on disk and renamed over the old one. Permissions and owner stay; hard links and access control
 * lists do not. A move never creates the file, see `initialise-pointers.ts`.
 */
import { randomUUID } from 'node:crypto';
import { link, open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FilePointerConfig } from '../config/config.js';
import { FailedError, ShiftError } from '../errors.js';
import { formatOf } from './format-of.js';
import { lostMove, nextValue, readBack } from './move.js';
import { parseValue } from './parse-value.js';
import type { NewPointer, PointerValue } from './pointer.js';
import { printValue } from './print-value.js';
import { draftPath, removeLeftovers, replaceFile } from './replace-file.js';
import { writeDraft } from './write-draft.js';

export function openFilePointer(config: FilePointerConfig): NewPointer {
  const name = `pointer file ${config.path}`;
  const read = () => readPointer(config, name);
  return {
    name,
    read,
    compareAndSet: async (expected, target) => {
      const present = await read();
      if (present.generation !== expected.generation) throw lostMove(name, present);
      const next = nextValue(expected, target);
      const text = printValue(await formatOf(config.format), next, name);
      const isCurrent = async () => (await read()).generation === expected.generation;
      const outcome = await write(config.path, { text, generation: next.generation, isCurrent }).catch(
        error => {
          throw error instanceof ShiftError ? error : failed(name, 'moved', error);
        },
      );
      if (outcome === 'lost') throw lostMove(name, await read());
      return readBack({ name, read }, next);
    },
    create: async first => {
      const text = printValue(await formatOf(config.format), first, name);
      await create(config, text).catch(error => {
        throw error instanceof ShiftError ? error : failed(name, 'written', error);
      });
      return readBack({ name, read }, first);
    },
  };
}

async function readPointer({ path, format }: FilePointerConfig, name: string): Promise<PointerValue> {
  const { parse } = await formatOf(format);
  const text = await readFile(path, 'utf8').catch(error => {
    throw failed(name, 'read', error);
  });
  return parseValue(parse(text), name);
}

type NewText = { readonly text: string; readonly generation: number; isCurrent(): Promise<boolean> };

async function write(link: string, { text, generation, isCurrent }: NewText): Promise<'replaced' | 'lost'> {
  // A symbolic link stays what it is: the file behind it is replaced.
  const path = await realpath(link);
  const draft = draftPath(path, generation, randomUUID());
  await writeDraft(draft, text, await stat(path));
  const outcome = await replaceFile({ path, draft, generation, isCurrent });
  if (outcome === 'replaced') {
    await syncFolder(dirname(path));
    // The pointer has moved: files that stay behind are not worth a failure.
    await removeLeftovers(path, generation).catch(() => undefined);
  }
  return outcome;
}

/** A hard link fails where a rename would replace: a file that came up in the meantime stays. */
async function create({ path, mode }: FilePointerConfig, text: string): Promise<void> {
  const draft = draftPath(path, 1, randomUUID());
  await writeDraft(draft, text, { mode });
  await link(draft, path).finally(() => rm(draft, { force: true }));
  await syncFolder(dirname(path));
}

/** Without this a machine that loses power may come back with the old file. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some shared folders cannot do this, and the rename has happened.
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
  } finally {
    await folder.close();
  }
}

function failed(name: string, verb: string, error: NodeJS.ErrnoException): FailedError {
  const hint = 'write the first one with `dbshift init --active a` (or b): the side that is active now';
  return new FailedError(`${name} cannot be ${verb} (${error.code ?? error.message})`, {
    cause: error,
    ...(verb === 'read' && error.code === 'ENOENT' ? { hint } : {}),
  });
}
