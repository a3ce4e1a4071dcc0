/** In which file each program lies, or would. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Config } from '../../config/config.js';
import { ConfigError } from '../../errors.js';
import { fileNames } from '../../programs/file-names.js';
import { type Compiled, type ProgramId, programKey, programTitle } from '../../programs/program.js';

/** `file` as seen from the configuration; `there`: it has the program; `alone`: and no other. */
export type FilePlace = { readonly file: string; readonly there: boolean; readonly alone: boolean };

export type FilePlaces = {
  /** Of one of the programs that were asked for. */
  of(id: ProgramId): FilePlace;
};

export async function filePlaces(
  { procedures, folder }: Config,
  programs: readonly ProgramId[],
  compiled: readonly Compiled[],
): Promise<FilePlaces> {
  const files = compiled.map(({ wanted }) => wanted.file);
  const places = new Map(
    compiled.map(({ wanted }): [string, FilePlace] => {
      const alone = files.filter(file => file === wanted.file).length === 1;
      return [programKey(wanted), { file: wanted.file, there: true, alone }];
    }),
  );
  const others = programs.filter(program => !places.has(programKey(program)));
  for (const [key, name] of fileNames(others, await namesIn(procedures)))
    places.set(key, { file: relative(folder, join(procedures, name)), there: false, alone: true });
  return {
    of: id => {
      const place = places.get(programKey(id));
      if (place === undefined) throw new RangeError(`no place for ${programTitle(id)}`);
      return place;
    },
  };
}

function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(({ code, message }: NodeJS.ErrnoException) => {
    throw new ConfigError(`${folder}: cannot be read (${code ?? message})`, { hint: 'run it again' });
  });
}
