import { readFile } from 'node:fs/promises';
import { sides } from '../pair/side.js';
import { type OptionFile, parseOptionFile } from './option-file.js';
import { resolvePath } from './resolve-path.js';

export type OptionFiles = ReadonlyMap<string, OptionFile | UnreadableFile>;

/** `unreadable` is the system's code, such as ENOENT. */
type UnreadableFile = { readonly unreadable: string };

/**
 * Reads the option files that a configuration names, by absolute path. `raw` is not parsed yet: what has not the
 * expected form is passed over here and reported by the parser.
 */
export async function readOptionFiles(raw: unknown, folder: string): Promise<OptionFiles> {
  const { servers } = (raw ?? {}) as {
    servers?: Partial<Record<string, (Naming & { replicas?: unknown }) | null>> | null;
  };
  const named = sides
    .flatMap(side => [servers?.[side], ...replicasIn(servers?.[side]?.replicas)])
    .map(server => server?.optionFile)
    .filter(path => typeof path === 'string');
  const paths = named.map(path => resolvePath(folder, path));
  return new Map(await Promise.all(paths.map(async path => [path, await readOptionFile(path)] as const)));
}

type Naming = { readonly optionFile?: unknown };

function replicasIn(replicas: unknown): readonly (Naming | null)[] {
  return Array.isArray(replicas) ? (replicas as (Naming | null)[]) : [];
}

async function readOptionFile(path: string): Promise<OptionFile | UnreadableFile> {
  try {
    return parseOptionFile(await readFile(path, 'utf8'), path);
  } catch (error) {
    return { unreadable: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}
