/** The configuration of a command: the one that `--config` names, else the nearest one. */
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/load-config.js';
import type { Context } from './context.js';

export function findConfig({ cwd, config }: Context): Promise<Config> {
  return loadConfig({ cwd, ...(config === undefined ? {} : { path: config }) });
}
