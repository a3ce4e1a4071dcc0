/** How a case looks in the catalogs of a server: before, and after each of its statements. */
import { isDeepStrictEqual } from 'node:util';
import type { JudgedStatement } from '../../src/plan/judge-batch.js';
import type { Structure } from '../../src/plan/structure.js';
import { wayBack } from '../../src/plan/way-back/way-back.js';
import { readStructure } from '../../src/server/catalog.js';
import type { Session } from '../../src/server/connection.js';
import type { VerdictCase } from './verdict-case.js';

export type SeenStructures = {
  readonly before: Structure;
  readonly statements: readonly JudgedStatement[];
};

/** Leaves the tables of the case on the server. Throws where the case cannot be taken back there. */
export async function seeStructures(
  session: Session,
  database: string,
  known: VerdictCase,
): Promise<SeenStructures> {
  for (const sql of known.create) await session.send(sql);
  const before = await readStructure(session, database);
  const statements: JudgedStatement[] = [];
  for (const sql of known.ddl) {
    await session.send(sql);
    statements.push({ sql, after: await readStructure(session, database) });
  }
  const seen = { before, statements };
  if (known.back !== null) {
    const lenient = ["SET @strict = @@sql_mode, sql_mode = ''", ...undoOf(known, seen)];
    for (const sql of [...lenient, 'SET sql_mode = @strict']) await session.send(sql);
    const again = await readStructure(session, database);
    if (!isDeepStrictEqual(again, before)) throw new Error(`not taken back: ${known.title}`);
  }
  return seen;
}

export function undoOf({ undo }: VerdictCase, { before, statements }: SeenStructures): readonly string[] {
  const after = statements.at(-1)?.after;
  return undo ?? (after === undefined ? [] : wayBack(after, before, false).statements);
}
