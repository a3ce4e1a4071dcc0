/** Triggers that a server takes for others because it compares their names without case. Pure. */
import { type ProgramId, programKey } from './program.js';

/**
 * Those that are there, that no file has, and that are in the way of one of a file: `Abc` of `abc`. It is the same one,
 * renamed: the new one cannot be made beside it (MySQL 9.7: 1359).
 */
export function triggerTwins<T extends ProgramId>(
  wanted: readonly ProgramId[],
  deployed: readonly T[],
): readonly T[] {
  const keys = new Set(wanted.map(programKey));
  const folded = new Set(wanted.filter(({ kind }) => kind === 'trigger').map(foldName));
  return deployed.filter(
    one => one.kind === 'trigger' && folded.has(foldName(one)) && !keys.has(programKey(one)),
  );
}

export function foldName({ name }: ProgramId): string {
  return name.toLowerCase();
}
