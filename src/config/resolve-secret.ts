/** Reads a secret from where the configuration says it is kept, as late as possible. Never prints it. */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../errors.js';
import type { SecretRef } from './config.js';
import { optionsOf } from './option-file.js';
import { readOptionFile } from './read-option-files.js';

/** The secret itself. Throws ConfigError with the key and the place, when the place is missing or empty. */
export async function resolveSecret(ref: SecretRef, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  switch (ref.kind) {
    case 'env':
      return demand(env[ref.name], ref, `the environment variable ${ref.name}`);
    case 'file':
      return demand(firstLine(await readPlace(ref, readText)), ref, ref.path);
    case 'option-file': {
      const options = optionsOf(await readPlace(ref, readOptionFile), ref.groups);
      const groups = ref.groups.map(name => `[${name}]`).join(' or ');
      return demand(options?.get('password'), ref, `password in ${groups} of ${ref.path}`);
    }
    default: {
      const never: never = ref;
      return never;
    }
  }
}

function demand(value: string | undefined, { key }: SecretRef, place: string): string {
  if (value !== undefined && value !== '') return value;
  throw new ConfigError(`${key}: ${place} is ${value === undefined ? 'not set' : 'empty'}`);
}

async function readPlace<T>(
  { path, key }: { readonly path: string; readonly key: string },
  read: (path: string) => Promise<T>,
): Promise<T> {
  try {
    return await read(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${key}: ${path} cannot be read (${code ?? message})`, { cause: error });
  }
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

/** Editors end a file with a line break that is no part of the password. */
function firstLine(text: string): string {
  return text.split(/\r?\n/u, 1)[0] ?? '';
}
