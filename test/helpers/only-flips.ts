/** Where a copy can be online (MariaDB 11.8) one of a small table would go directly, and a test of flips see none. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Config } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';

/** Writes it into the configuration, for commands too. What is instant or touches no rows still goes directly. */
export async function onlyFlips({ configFile, folder }: Sandbox): Promise<Config> {
  const text = await readFile(configFile, 'utf8');
  await writeFile(configFile, text.replace('limits: {}', 'limits: { directMs: 1 }'));
  return loadConfig({ cwd: folder });
}
