/**
 * Makes an empty copy of a database from what `readStructure` says about it. Tables must come out exactly;
 * programs and views are made where they can be, and the rest is named, so that nobody relies on it.
 */
import { RefusedError } from '../errors.js';
import type { Structure } from '../plan/structure.js';
import type { Session } from '../server/connection.js';
import { ServerError } from '../server/server-error.js';
import type { Routine } from './read-routines.js';

/** Objects by their key in `Structure.others` that the copy lacks, with the reason. */
export type NotCopied = ReadonlyMap<string, string>;

/**
 * Creates everything in the session's default database, which must be empty. `routines` is null for a server with
 * other data: then triggers are left out as well, because programs may name other schemas. Leaves the session's
 * sql_mode and foreign_key_checks changed. Throws RefusedError when a table or sequence cannot be created.
 */
export async function copyStructure(
  session: Session,
  structure: Structure,
  routines: readonly Routine[] | null,
): Promise<NotCopied> {
  // Without checks tables may come in any order: a foreign key may name a table that is not there yet.
  await session.send(`SET SESSION sql_mode = '', foreign_key_checks = 0, innodb_strict_mode = 0`);
  const defaults = structure.others['database:default'];
  if (defaults !== undefined) await session.send(defaults);
  for (const [key, create] of kind(structure, 'sequence')) await createExactly(session, key, create);
  for (const { name, create } of Object.values(structure.tables)) {
    await createExactly(session, `table ${name}`, create);
  }
  for (const routine of routines ?? []) await createRoutine(session, routine);
  const views = await createViews(session, kind(structure, 'view'));
  const triggers = kind(structure, 'trigger');
  const events = kind(structure, 'event').map(([key]) => [key, 'events are not copied'] as const);
  const failed =
    routines !== null
      ? await createAll(session, triggers)
      : triggers.map(([key]) => [key, 'triggers are not copied to a server with other data'] as const);
  return new Map([...views, ...failed, ...events]);
}

type Definition = readonly [key: string, create: string];
type Failure = readonly [key: string, why: string];

function kind({ others }: Structure, name: string): readonly Definition[] {
  return Object.entries(others).filter(([key]) => key.startsWith(`${name}:`));
}

async function createExactly(session: Session, what: string, create: string): Promise<void> {
  await session.send(create).catch((error: unknown) => {
    throw new RefusedError(`the workspace cannot hold ${what}: ${reason(error)}`, { cause: error });
  });
}

/** One that cannot be made shows when something calls it. */
async function createRoutine(session: Session, { create, sqlMode }: Routine): Promise<void> {
  await session.rows('SET SESSION sql_mode = ?', [sqlMode]);
  await session.send(create).catch(() => undefined);
  await session.send(`SET SESSION sql_mode = ''`);
}

/** A view may read another one: try again as long as each round makes at least one. */
async function createViews(session: Session, views: readonly Definition[]): Promise<readonly Failure[]> {
  const failed = await createAll(session, views);
  if (failed.length === 0 || failed.length === views.length) return failed;
  const keys = new Set(failed.map(([key]) => key));
  return createViews(
    session,
    views.filter(([key]) => keys.has(key)),
  );
}

async function createAll(session: Session, definitions: readonly Definition[]): Promise<readonly Failure[]> {
  const failed: Failure[] = [];
  for (const [key, create] of definitions) {
    await session.send(create).catch((error: unknown) => failed.push([key, reason(error)]));
  }
  return failed;
}

function reason(error: unknown): string {
  return error instanceof ServerError ? error.serverText : String(error);
}
