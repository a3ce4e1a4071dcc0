import { readFile } from 'node:fs/promises';
import type { FilePointerConfig } from '../config/config.js';
import { ConfigError } from '../errors.js';
import type { PointerFormat } from './format.js';
import { dotenvFormat, jsonFormat, phpFormat } from './plain-formats.js';
import { parseTemplate } from './template-format.js';

/** The format that the configuration names. Reads the template each time: it may be edited between two moves. */
export async function formatOf(format: FilePointerConfig['format']): Promise<PointerFormat> {
  switch (format) {
    case 'json':
      return jsonFormat;
    case 'dotenv':
      return dotenvFormat;
    case 'php':
      return phpFormat;
    default:
      return parseTemplate(await readTemplate(format.template), format.template);
  }
}

async function readTemplate(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`the template ${path} cannot be read (${code})`, { cause: error });
  }
}
