/** Reads option files with everything that they include, as one text in the order of the servers' clients. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '../errors.js';
import { sides } from '../pair/side.js';
import { decodeLoginFile, isLoginFile } from './login-file.js';
import { type OptionFile, type OptionLine, parseOptionFile } from './option-file.js';
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
  return new Map(
    await Promise.all(
      paths.map(async path => {
        const file = await readOptionFile(path).catch((error: unknown) => ({ unreadable: codeOf(error) }));
        return [path, file] as const;
      }),
    ),
  );
}

type Naming = { readonly optionFile?: unknown };

function replicasIn(replicas: unknown): readonly (Naming | null)[] {
  return Array.isArray(replicas) ? (replicas as (Naming | null)[]) : [];
}

/** Files within files, as deep as the servers' clients go. */
const deepest = 10;

/** Throws the system's error when the file itself cannot be read; what it includes is reported as a finding. */
export async function readOptionFile(path: string, depth = 0): Promise<OptionFile> {
  const content = await readFile(path);
  const text = isLoginFile(content) ? decodeLoginFile(content) : content.toString('utf8');
  const { lines, findings } = parseOptionFile(text, path);
  const parts = await Promise.all(lines.map(line => expand(line, path, depth)));
  return {
    lines: parts.flatMap(part => part.lines),
    findings: [...findings, ...parts.flatMap(part => part.findings)],
  };
}

async function expand(line: OptionLine, from: string, depth: number): Promise<OptionFile> {
  if (line.kind === 'group' || line.kind === 'option') return { lines: [line], findings: [] };
  const path = resolve(dirname(from), line.path);
  if (depth >= deepest)
    return failed(line.where, `includes ${path} too deep: more than ${deepest} files within files`);
  try {
    const files = line.kind === 'include' ? [path] : await listFolder(path);
    const parts = await Promise.all(files.map(file => readOptionFile(file, depth + 1)));
    return { lines: parts.flatMap(part => part.lines), findings: parts.flatMap(part => part.findings) };
  } catch (error) {
    return failed(line.where, `includes ${path}, which cannot be read: ${codeOf(error)}`);
  }
}

async function listFolder(path: string): Promise<readonly string[]> {
  const names = await readdir(path);
  return names
    .filter(name => name.endsWith('.cnf'))
    .sort()
    .map(name => join(path, name));
}

function failed(where: string, message: string): OptionFile {
  const finding: Finding = { id: 'option-file', where, message };
  return { lines: [], findings: [finding] };
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
