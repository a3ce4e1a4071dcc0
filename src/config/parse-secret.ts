import type { SecretRef } from './config.js';
import { resolvePath } from './resolve-path.js';
import type { SecretInput } from './shape.js';

/** `key` is where the secret stands; the shape has made sure that exactly one of the two places is named. */
export function parseSecret({ env, file }: SecretInput, key: string, folder: string): SecretRef {
  return env === undefined
    ? { kind: 'file', path: resolvePath(folder, file ?? ''), key }
    : { kind: 'env', name: env, key };
}
