/** Reads a secret from where the configuration says it is kept, as late as possible. Never prints it. */
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../errors.js';
import type { SecretRef } from './config.js';
import { parseOptionFile } from './option-file.js';

/** The secret itself. Throws ConfigError with the key and the place, when the place is missing or empty. */
export async function resolveSecret(ref: SecretRef, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  switch (ref.kind) {
    case 'env':
      return demand(env[ref.name], ref, `the environment variable ${ref.name}`);
    case 'file':
      return demand(firstLine(await readPlace(ref)), ref, ref.path);
    case 'option-file': {
      const { groups } = parseOptionFile(await readPlace(ref), ref.path);
      return demand(groups.get(ref.group)?.get('password'), ref, `password in [${ref.group}] of ${ref.path}`);
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

async function readPlace({ path, key }: { path: string; key: string }): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${key}: ${path} cannot be read (${code})`, { cause: error });
  }
}

/** Editors end a file with a line break that is no part of the password. */
function firstLine(text: string): string {
  return text.split(/\r?\n/u, 1)[0] ?? '';
}
