/**
 * Makes an empty copy of a database from what `readStructure` says about it. Tables must come out exactly;
 * programs and views are made where they can be, and the rest is named, so that nobody relies on it.
 */
import { RefusedError } from '../errors.js';
import { schemasNamed } from '../migrate/refuse-statement.js';
import type { Structure, Table } from '../plan/structure.js';
import type { Session } from '../server/connection.js';
import { accessRefusals } from '../server/errno.js';
import { isErrno, ServerError } from '../server/server-error.js';
import type { Routine } from './read-routines.js';

/** Objects by their key in `Structure.others` that the copy lacks, with the reason. */
export type NotCopied = ReadonlyMap<string, string>;

export type CopySource = {
  readonly structure: Structure;
  readonly routines: readonly Routine[];
  /**
   * Schemas of a server with other data, or null on a server of its own. Triggers and views that name one of them would
   * only fail beside other data: they are left out.
   */
  readonly otherSchemas: ReadonlySet<string> | null;
  /** Else programs and triggers could write elsewhere, in the name of an account that may: they are left out. */
  readonly confined: boolean;
};

export type Builders = {
  /** Makes tables: some of their settings only an administrator may set. */
  readonly control: Session;
  /** Whose account everything else is to belong to, which acts in the name of its maker. */
  readonly builder: Session;
};

/**
 * Creates everything in the sessions' default database, which must be empty. Leaves sql_mode and foreign_key_checks
 * of both changed. Throws RefusedError when a table or sequence cannot be created.
 */
export async function copyStructure(builders: Builders, source: CopySource): Promise<NotCopied> {
  await copyTables(builders.control, source.structure);
  const events = kind(source.structure, 'event').map(([key]) => [key, 'events are not copied'] as const);
  return new Map([...(await copyPrograms(builders.builder, source)), ...events]);
}

async function copyTables(session: Session, structure: Structure): Promise<void> {
  // Without checks tables may come in any order: a foreign key may name a table that is not there yet.
  await session.send(`SET SESSION ${copyMode}, foreign_key_checks = 0`);
  await relax(session);
  const defaults = structure.others['database:default'];
  if (defaults !== undefined) await session.send(defaults);
  for (const [key, create] of kind(structure, 'sequence')) await createExactly(session, key, create);
  for (const table of Object.values(structure.tables)) await createTable(session, table);
}

/** Needs a privilege on MySQL: without it a table that strict InnoDB refuses is one that cannot be held here. */
async function relax(session: Session): Promise<void> {
  await session.send('SET SESSION innodb_strict_mode = 0').catch((error: unknown) => {
    if (!isErrno(error, ...accessRefusals)) throw error;
  });
}

async function copyPrograms(
  session: Session,
  { structure, routines, otherSchemas, confined }: CopySource,
): Promise<readonly Failure[]> {
  await session.send(`SET SESSION ${copyMode}`);
  const reaches = ([, create]: Definition) => otherSchemas !== null && namesAny(create, otherSchemas);
  const [reachingViews, views] = divide(kind(structure, 'view'), reaches);
  const [reachingTriggers, triggers] = divide(kind(structure, 'trigger'), one => !confined || reaches(one));
  if (confined) for (const routine of routines) await createRoutine(session, routine);
  const failed = [...(await createViews(session, views)), ...(await createAll(session, triggers))];
  return [...failed, ...leftOut(reachingViews), ...leftOut(reachingTriggers)];
}

/** Directories of the live server mean nothing here: a table that has one comes out different, which is noticed. */
const copyMode = `sql_mode = 'NO_DIR_IN_CREATE'`;

/** Whether a table is a window on rows elsewhere. */
export function keepsRowsElsewhere({ engine }: Pick<Table, 'engine'>): boolean {
  return remoteEngines.has(engine.toUpperCase());
}

const remoteEngines = new Set(['FEDERATED', 'CONNECT', 'SPIDER', 'S3', 'SPHINX']);

async function createTable(session: Session, table: Table): Promise<void> {
  const { name, create, engine } = table;
  if (keepsRowsElsewhere(table)) {
    throw new RefusedError(`the workspace cannot hold table ${name}: its rows are elsewhere (${engine})`);
  }
  await createExactly(session, `table ${name}`, create);
}

function namesAny(create: string, schemas: ReadonlySet<string>): boolean {
  return schemasNamed(create).some(name => schemas.has(name.toLowerCase()));
}

function leftOut(definitions: readonly Definition[]): readonly Failure[] {
  return definitions.map(([key]) => [key, 'it could reach other data on this server'] as const);
}

function divide<T>(all: readonly T[], belongs: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(belongs), all.filter(one => !belongs(one))];
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
  await session.send(`SET SESSION ${copyMode}`);
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
