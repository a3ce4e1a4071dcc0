/** The stored programs of a project, from the files in its folder. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Config } from '../../config/config.js';
import { ConfigError, type Finding } from '../../errors.js';
import { type FileOptions, type JudgedFile, judgeProgramFile } from '../../programs/parse-program-file.js';
import { type ProgramDefaults, programKey, programTitle, type Wanted } from '../../programs/program.js';
import { refusalOf } from '../../sql/source.js';
import { readSource } from './read-source.js';

/**
 * Of every .sql file directly in the folder, in the order of the files' names and as they stand there, with everything
 * that is wrong with any of them. Their paths are told as seen from the configuration.
 * @throws ConfigError for a folder that cannot be read
 */
export async function readWanted(config: Config, defaults: ProgramDefaults): Promise<JudgedFile> {
  const { procedures, folder, database } = config;
  const wanted: Wanted[] = [];
  const findings: Finding[] = [];
  for (const path of await listFiles(procedures)) {
    const judged = await judge(path, relative(folder, path), { database, defaults });
    wanted.push(...judged.wanted);
    findings.push(...judged.findings);
  }
  return { wanted, findings: [...findings, ...madeTwice(wanted)] };
}

async function judge(path: string, file: string, options: FileOptions): Promise<JudgedFile> {
  try {
    return judgeProgramFile(await readSource(path, file), file, options);
  } catch (error) {
    if (error instanceof ConfigError) return { wanted: [], findings: error.findings };
    throw error;
  }
}

/** A folder that is called like a file is among them, and refused: nobody means it to be passed over. */
async function listFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(({ code, message }: NodeJS.ErrnoException) => {
    const what = `The folder of the stored programs cannot be read (${code ?? message}).`;
    const hint = 'Create it, or set procedures in the configuration to where the programs are.';
    throw refusalOf(folder, [{ id: 'unreadable', where: folder, message: what, hint }]);
  });
  return names
    .filter(name => name.endsWith('.sql') && !name.startsWith('.'))
    .map(name => join(folder, name))
    .sort();
}

function madeTwice(wanted: readonly Wanted[]): readonly Finding[] {
  const first = new Map<string, Wanted>();
  return wanted.flatMap(program => {
    const other = first.get(programKey(program));
    if (other === undefined) {
      first.set(programKey(program), program);
      return [];
    }
    const message = `${programTitle(program)} is made a second time; the first is ${placeOf(other)}.`;
    return [{ id: 'made-twice', where: placeOf(program), message, hint: 'Remove one of the two.' }];
  });
}

function placeOf({ file, line, column }: Wanted): string {
  return `${file}:${line}:${column}`;
}
