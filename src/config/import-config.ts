import { pathToFileURL } from 'node:url';
import { ConfigError } from '../errors.js';

/** The default export of a JavaScript configuration. It runs the user's code. */
export async function importConfig(file: string): Promise<unknown> {
  try {
    const { default: config } = (await import(pathToFileURL(file).href)) as { default?: unknown };
    return config ?? null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${file} cannot be loaded: ${reason}`, { cause: error });
  }
}
