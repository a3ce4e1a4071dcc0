/**
 * Tells whether a statement reads or writes rows that were there before the migration. The server is the judge: a
 * second schema holds nothing but the tables that this migration has made, and a statement that cannot run there
 * touches something else. Names are never parsed for this, so joins, subqueries, views and functions all count;
 * what reads only information_schema runs there as well, and does not count.
 */

import { schemasNamed } from '../migrate/refuse-statement.js';
import type { Structure } from '../plan/structure.js';
import type { Session } from '../server/connection.js';
import { ServerError } from '../server/server-error.js';
import { quoteIdentifier } from '../sql/identifier.js';
import type { StatementClass } from '../sql/statement-class.js';
import type { Workspace } from './workspace.js';

export type CreatedTables = {
  /** Follows a structural statement: which tables are this migration's own now. */
  follow(classified: StatementClass, before: Structure, after: Structure): Promise<void>;
  /** Whether a statement fails among the migration's own tables alone. Its effects there are kept. */
  touchesOthers(runner: Session, sql: string): Promise<boolean>;
};

/** Names are compared as written: where a server folds their case, a name in another case counts as somebody else's. */
export async function openCreatedTables(workspace: Workspace): Promise<CreatedTables> {
  await clear(workspace);
  let own: ReadonlyMap<string, string> = new Map();
  let triggers = false;
  return {
    async follow(classified, before, after) {
      triggers ||= classified.kind === 'ddl' && classified.object === 'trigger';
      const next = ownTables(own, classified, { before, after });
      await copyTables(workspace, own, next);
      own = next;
    },
    // A trigger of the migration writes where it likes, and a name with its schema leads back to the copy.
    touchesOthers: async (runner, sql) =>
      triggers ||
      schemasNamed(sql).some(name => name.toLowerCase() === workspace.schema.toLowerCase()) ||
      failsInSchema(runner, sql, workspace),
  };
}

type Change = { readonly before: Structure; readonly after: Structure };

/** Own is what a CREATE made, under whatever name it has by now: a rename may swap it with an older table. */
function ownTables(
  own: ReadonlyMap<string, string>,
  classified: StatementClass,
  { before, after }: Change,
): ReadonlyMap<string, string> {
  const made = Object.keys(after.tables).filter(name => !(name in before.tables));
  const names = new Set(own.keys());
  if (classified.kind === 'ddl' && classified.verb === 'create') for (const name of made) names.add(name);
  else for (const [old, name] of renames(classified, made)) if (names.delete(old)) names.add(name);
  return new Map(
    Object.values(after.tables)
      .filter(({ name }) => names.has(name))
      .map(({ name, create }) => [name, create]),
  );
}

/** Old and new names in the order in which they come to be: RENAME TABLE a TO b, c TO a; ALTER TABLE a … RENAME TO b. */
function renames(
  classified: StatementClass,
  made: readonly string[],
): readonly (readonly [string, string])[] {
  if (classified.kind !== 'ddl' || classified.object !== 'table') return [];
  const names = classified.names.map(({ name }) => name);
  if (classified.verb === 'alter') return made.map(name => [names[0] ?? '', name] as const);
  return classified.verb === 'rename'
    ? names.flatMap((name, at) => (at % 2 === 0 ? [[name, names[at + 1] ?? ''] as const] : []))
    : [];
}

async function copyTables(
  { control, createdSchema }: Workspace,
  old: ReadonlyMap<string, string>,
  next: ReadonlyMap<string, string>,
): Promise<void> {
  const stale = [...old].filter(([name, create]) => next.get(name) !== create);
  const fresh = [...next].filter(([name, create]) => old.get(name) !== create);
  if (stale.length === 0 && fresh.length === 0) return;
  await control.send(`USE ${quoteIdentifier(createdSchema)}`);
  // IF EXISTS: a CREATE TABLE … SELECT has made its table here already, to find out what it reads.
  for (const [name] of [...stale, ...fresh]) {
    await control.send(`DROP TABLE IF EXISTS ${quoteIdentifier(name)}`);
  }
  for (const [, create] of fresh) await control.send(create);
}

async function clear({ control, createdSchema }: Workspace): Promise<void> {
  await control.send(`USE ${quoteIdentifier(createdSchema)}`);
  const tables = await control.rows<{ readonly name: string }>(
    'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?',
    [createdSchema],
  );
  for (const { name } of tables) await control.send(`DROP TABLE ${quoteIdentifier(name)}`);
}

/** Without foreign key checks: parents are not here, and a row that names one is still the migration's own. */
async function failsInSchema(
  runner: Session,
  sql: string,
  { schema, createdSchema }: Workspace,
): Promise<boolean> {
  const row = await runner.row('SELECT @@SESSION.foreign_key_checks AS checks');
  await runner.send(`USE ${quoteIdentifier(createdSchema)}`);
  await runner.send('SET SESSION foreign_key_checks = 0');
  try {
    await runner.rows(sql);
    return false;
  } catch (error) {
    if (error instanceof ServerError && error.errno !== null) return true;
    throw error;
  } finally {
    await runner.send(`SET SESSION foreign_key_checks = ${Number(row?.checks)}`);
    await runner.send(`USE ${quoteIdentifier(schema)}`);
  }
}
