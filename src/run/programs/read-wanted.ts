/** The stored programs of a project, from the files in its folder. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Config } from '../../config/config.js';
import { ConfigError, type Finding } from '../../errors.js';
import { judgeProgramFile } from '../../programs/parse-program-file.js';
import { type ProgramDefaults, programKey, programTitle, type Wanted } from '../../programs/program.js';
import { decodeSource } from '../../sql/decode-source.js';

/**
 * Of every .sql file directly in the folder, in the order of the files' names and as they stand there. Their paths are
 * told as seen from the configuration.
 * @throws ConfigError with everything that is wrong with any of them
 */
export async function readWanted(config: Config, defaults: ProgramDefaults): Promise<readonly Wanted[]> {
  const wanted: Wanted[] = [];
  const findings: Finding[] = [];
  for (const path of await listFiles(config.procedures)) {
    const file = relative(config.folder, path);
    try {
      const text = decodeSource(await readBytes(path, file), file);
      const judged = judgeProgramFile(text, file, { database: config.database, defaults });
      wanted.push(...judged.wanted);
      findings.push(...judged.findings);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      findings.push(...error.findings);
    }
  }
  findings.push(...madeTwice(wanted));
  if (findings.length > 0) throw invalid(config.procedures, findings);
  return wanted;
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    const message = 'The folder of the stored programs cannot be read';
    throw invalid(folder, [
      {
        id: 'unreadable',
        where: folder,
        message: `${message} (${error.code ?? error.message}).`,
        hint: 'Create it, or set procedures in the configuration to where the programs are.',
      },
    ]);
  });
  return entries
    .filter(entry => !entry.isDirectory() && entry.name.endsWith('.sql') && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name))
    .sort();
}

/** A statement is at most as long as a packet, and that is 16 MB on a MariaDB that nobody set up (10.11, 11.8). */
const MOST_BYTES = 16 * 1024 * 1024;

async function readBytes(path: string, file: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw unreadable(file, 'is not a file');
    if (found.size > MOST_BYTES)
      throw unreadable(file, `has ${found.size} bytes; at most ${MOST_BYTES} are read`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw unreadable(file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
}

function unreadable(where: string, reason: string): ConfigError {
  const finding = { id: 'unreadable', where, message: `The file ${reason}.` };
  return new ConfigError(`${where}: ${finding.message}`, { findings: [finding] });
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

function invalid(folder: string, findings: readonly Finding[]): ConfigError {
  const count = findings.length === 1 ? 'a problem' : `${findings.length} problems`;
  return new ConfigError(`the stored programs in ${folder} have ${count}`, { findings });
}
