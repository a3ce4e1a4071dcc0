/** Reads what programs of a database can name: from the workspace, and what it lacks from the servers of the pair. */
import type { KnownNames } from '../../programs/lint/program-rule.js';
import type { Session } from '../../server/connection.js';
import type { Workspace } from '../../workspace/workspace.js';

export async function readKnownNames(workspace: Workspace, servers: readonly Session[]): Promise<KnownNames> {
  const { control, schema, database } = workspace;
  const { tables } = await workspace.readStructure();
  const procedures = new Map<string, number>();
  for (const server of servers) await addProcedures(procedures, server, database);
  await addProcedures(procedures, control, schema);
  return {
    database: database.toLowerCase(),
    columns: await readColumns(control, schema),
    tables: new Map(Object.values(tables).map(table => [table.name.toLowerCase(), table])),
    procedures,
  };
}

async function readColumns(session: Session, schema: string): Promise<KnownNames['columns']> {
  const columns = new Map<string, Set<string>>();
  const rows = await session.rows<{ readonly owner: string; readonly name: string }>(
    'SELECT TABLE_NAME AS owner, COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?',
    [schema],
  );
  for (const { owner, name } of rows) {
    const key = owner.toLowerCase();
    columns.set(key, (columns.get(key) ?? new Set<string>()).add(name.toLowerCase()));
  }
  return columns;
}

/** Those that are there already are replaced: as files have them, they lie in the workspace. */
async function addProcedures(into: Map<string, number>, session: Session, schema: string): Promise<void> {
  const rows = await session.rows<{ readonly name: string; readonly parameters: number | string }>(
    `SELECT r.ROUTINE_NAME AS name, COUNT(p.ORDINAL_POSITION) AS parameters
       FROM information_schema.ROUTINES AS r
       LEFT JOIN information_schema.PARAMETERS AS p
         ON p.SPECIFIC_SCHEMA = r.ROUTINE_SCHEMA AND p.SPECIFIC_NAME = r.SPECIFIC_NAME
        AND p.ROUTINE_TYPE = r.ROUTINE_TYPE AND p.ORDINAL_POSITION > 0
      WHERE r.ROUTINE_SCHEMA = ? AND r.ROUTINE_TYPE = 'PROCEDURE'
      GROUP BY r.ROUTINE_NAME`,
    [schema],
  );
  for (const { name, parameters } of rows) into.set(name.toLowerCase(), Number(parameters));
}
