/** Why a program cannot be written into its file. Pure. */
import type { Finding } from '../../errors.js';
import { programTitle } from '../../programs/program.js';
import type { PulledProgram } from './pull.js';

/** `alone`: its file has no other program. `force`: files that say something else are written over. */
export function pullProblem(program: PulledProgram, alone: boolean, force: boolean): Finding | null {
  if (program.what === 'same') return null;
  const { file } = program;
  const title = programTitle(program);
  if (program.text === null)
    return {
      id: 'not-a-file',
      where: file,
      message: `no file in UTF-8 reads as ${title}: its settings or its text forbid it`,
      hint: 'make it again on the server in utf8mb4 and without NO_BACKSLASH_ESCAPES, or name the others',
    };
  if (!alone)
    return {
      id: 'file-shared',
      where: file,
      message: `says something else of ${title} than the server, and holds other programs too`,
      hint: 'put each program into a file of its own, or change it there by hand',
    };
  if (program.what === 'new' || force) return null;
  return {
    id: 'file-differs',
    where: file,
    message: `says something else of ${title} than the server`,
    hint: 'see it with dbshift procs diff; --force writes over the file',
  };
}
