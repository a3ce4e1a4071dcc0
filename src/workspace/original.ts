/** What a workspace is a copy of: as data, read from the live side or kept in a file. */
import type { Structure } from '../plan/structure.js';
import { readStructure } from '../server/catalog.js';
import type { Session } from '../server/connection.js';
import { type Routine, readRoutines } from './read-routines.js';
import { readTraits, type ServerTraits } from './server-traits.js';

export type Original = {
  readonly live: ServerTraits;
  readonly structure: Structure;
  readonly routines: readonly Routine[];
};

/** Reads catalogs only. */
export async function readOriginal(session: Session, database: string): Promise<Original> {
  return {
    live: await readTraits(session),
    structure: await readStructure(session, database),
    routines: await readRoutines(session, database),
  };
}
