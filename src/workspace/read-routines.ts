/**
 * Functions and procedures of a database, for a copy in which views and triggers that call them work. They are no part
 * of a structure: stored programs are deployed by other means.
 */
import { type Deployed, isHidden } from '../programs/program.js';
import type { Session } from '../server/connection.js';
import { readPrograms } from '../server/program-catalog.js';

export type Routine = {
  /** CREATE statement without its definer: in a copy it belongs to whoever makes the copy. */
  readonly create: string;
  /** In force when it was written, and needed to read it again. */
  readonly sqlMode: string;
};

export async function readRoutines(session: Session, database: string): Promise<readonly Routine[]> {
  return routinesOf(await readPrograms(session, database, ['function', 'procedure']));
}

/** Those whose text the account may see; the others are left out. */
export function routinesOf(programs: readonly Deployed[]): readonly Routine[] {
  return programs.flatMap(program =>
    isHidden(program) || !routineKinds.has(program.kind)
      ? []
      : [{ create: program.create, sqlMode: program.settings.sqlMode }],
  );
}

const routineKinds: ReadonlySet<string> = new Set(['function', 'procedure']);
