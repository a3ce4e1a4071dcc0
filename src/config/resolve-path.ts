import { homedir } from 'node:os';
import { resolve } from 'node:path';

/** A path of the configuration as an absolute one: relative to `folder`, or to the home directory after `~/`. */
export function resolvePath(folder: string, path: string): string {
  return path.startsWith('~/') ? resolve(homedir(), path.slice(2)) : resolve(folder, path);
}
