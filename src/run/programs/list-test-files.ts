/** The files of tests, and the tests in them. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Config } from '../../config/config.js';
import { ConfigError, type Finding } from '../../errors.js';
import { parseTestFile } from '../../programs/test/parse-test-file.js';
import type { ProgramTest } from '../../programs/test/program-test.js';
import { readSource } from './read-source.js';

/** Below the folder of the programs, whose own files are those directly in it. */
const folderName = 'test';

/**
 * Of the named files, else of all in `procedures/test`, in order. Paths are told as seen from the configuration.
 * @throws ConfigError with everything that is wrong with any of them, and where there is no test at all
 */
export async function readTests(config: Config, named: readonly string[]): Promise<readonly ProgramTest[]> {
  const folder = join(config.procedures, folderName);
  const paths = named.length > 0 ? named : await sqlFilesIn(folder);
  const read = await Promise.all(paths.map(path => readTestFile(path, relative(config.folder, path))));
  const findings = read.flatMap(one => ('findings' in one ? one.findings : []));
  if (findings.length > 0) throw new ConfigError('tests cannot be read', { findings });
  return read.flatMap(one => ('tests' in one ? one.tests : []));
}

async function sqlFilesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder).catch(({ code }: NodeJS.ErrnoException) => {
    throw new ConfigError(`there are no tests: ${folder} cannot be read (${code})`, { hint });
  });
  const files = entries.filter(name => name.endsWith('.sql') && !name.startsWith('.')).sort();
  if (files.length === 0) throw new ConfigError(`there are no tests in ${folder}`, { hint });
  return files.map(name => join(folder, name));
}

const hint =
  'write a file such as procedures/test/my_procedure.sql: docs/procs-test.md shows what one looks like';

type Read = { readonly tests: readonly ProgramTest[] } | { readonly findings: readonly Finding[] };

async function readTestFile(path: string, file: string): Promise<Read> {
  try {
    return { tests: parseTestFile(await readSource(path, file), file) };
  } catch (error) {
    if (error instanceof ConfigError) return { findings: error.findings };
    throw error;
  }
}
