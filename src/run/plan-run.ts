import type { MigrationFile } from '../migrate/files.js';
import type { Recorded } from '../migrate/recorded.js';
import type { Plan } from '../plan/plan.js';
import type { Run } from './engine-ports.js';
export async function planRun(
  _run: Run,
  _files: readonly MigrationFile[],
  _o: { mayUsePassive: boolean },
): Promise<{ plan: Plan; recorded: { a: Recorded; b: Recorded }; sqlMode: string } | null> {
  return null;
}
