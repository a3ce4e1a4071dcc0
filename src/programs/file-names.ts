/** Names of files for programs that have none yet: safe on every file system. Pure. */
import { type ProgramId, programKey } from './program.js';

/**
 * By the program's key: its name, with its kind in front where two share one. `taken` are names of files that are there.
 * Names are compared without case, as some file systems do.
 */
export function fileNames(
  programs: readonly ProgramId[],
  taken: readonly string[],
): ReadonlyMap<string, string> {
  const used = new Set(taken.map(name => name.toLowerCase()));
  const shared = new Set<string>();
  const plain = programs.map(({ name }) => safe(name).toLowerCase());
  for (const [index, name] of plain.entries()) if (plain.indexOf(name) !== index) shared.add(name);
  return new Map(
    programs.map(program => {
      const own = safe(program.name);
      const stem = shared.has(own.toLowerCase()) ? `${program.kind}-${own}` : own;
      const name = firstFree(stem, used);
      used.add(name.toLowerCase());
      return [programKey(program), name];
    }),
  );
}

function safe(name: string): string {
  const plain = name.normalize('NFC').replace(/[^\p{L}\p{N}_-]/gu, '_');
  return plain === '' ? '_' : plain;
}

function firstFree(stem: string, used: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? `${stem}.sql` : `${stem}-${count}.sql`;
    if (!used.has(name.toLowerCase())) return name;
  }
}
