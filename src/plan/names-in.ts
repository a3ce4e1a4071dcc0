/** What a batch does, by name, for people. Pure. */
import { programTitle } from '../programs/program.js';
import type { Batch } from './plan.js';

/** So many programs are named, of more their number is told. */
const named = 5;

/** Its migrations, then the stored programs that it brings. */
export function namesIn({ migrations, programs = [] }: Batch): readonly string[] {
  const titles = programs.length > named ? [`${programs.length} programs`] : programs.map(programTitle);
  return [...migrations.map(({ name }) => name), ...titles];
}
