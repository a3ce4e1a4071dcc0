/**
 * Opens a workspace in the first way that is possible: the server that the configuration names; else a throw-away
 * server of the same kind on this machine; else, where it is allowed, a scratch schema on the passive that no
 * binlog sees. The live database is only read.
 */
import { ConfigError, RefusedError, ShiftError } from '../errors.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Structure } from '../plan/structure.js';
import type { LocalServer } from '../sandbox/bring-up-server.js';
import { readStructure } from '../server/catalog.js';
import { openSession, type Session, withSession } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { copyStructure } from './copy-structure.js';
import { launchLocalServer } from './local-server.js';
import { type Routine, readRoutines } from './read-routines.js';
import { createScratchSchemas, dropScratchSchemas } from './scratch-schema.js';
import { applyTraits, readTraits, requireSameTraits, type ServerTraits } from './server-traits.js';
import type { Workspace, WorkspaceKind } from './workspace.js';

export type WorkspaceOptions = {
  /** The side whose structure is copied: the one that lacks the pending migrations. */
  readonly source: Endpoint;
  readonly database: string;
  /** The server of the configuration, if it names one. */
  readonly url: Endpoint | null;
  /** Where a scratch schema may be made as a last resort; null for what must write nothing on the pair. */
  readonly passive: Endpoint | null;
  /** Default: a server that is installed on this machine. */
  readonly launchLocal?: typeof launchLocalServer;
};

/** Throws ConfigError naming the three ways when there is none, RefusedError when the structure cannot be copied. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { source, database } = options;
  const original = await withSession(source, async session => ({
    live: await readTraits(session),
    structure: await readStructure(session, database),
    routines: await readRoutines(session, database),
  }));
  const place = await choosePlace(options, original.live);
  try {
    return await build({ ...original, place, database });
  } catch (error) {
    await place.close();
    throw error;
  }
}

/** A server with two empty schemas on it. */
type Place = {
  readonly kind: WorkspaceKind;
  readonly where: string;
  readonly endpoint: Endpoint;
  readonly control: Session;
  readonly schema: string;
  readonly createdSchema: string;
  close(): Promise<void>;
};

async function choosePlace(options: WorkspaceOptions, live: ServerTraits): Promise<Place> {
  const { url, passive, launchLocal = launchLocalServer } = options;
  if (url !== null) return sharedPlace('url', url, live);
  try {
    return await localPlace(await launchLocal(live), options.database);
  } catch (error) {
    if (!(error instanceof ShiftError)) throw error;
    if (passive !== null) return sharedPlace('passive', passive, live);
    throw new ConfigError(`there is no workspace to try migrations in: ${error.message}`, {
      cause: error,
      hint: threeWays,
    });
  }
}

const threeWays = [
  'one of three is needed: `workspace.url` in the configuration, a server of the same series as the pair;',
  'its server programs installed on this machine;',
  'or `dbshift migrate`, which may use a scratch schema on the passive',
].join(' ');

async function localPlace(server: LocalServer, database: string): Promise<Place> {
  const createdSchema = 'dbshift_scratch_created';
  try {
    const endpoint = { ...server.root, label: `workspace (${server.image.name})` };
    const control = await openSession(endpoint);
    for (const name of [database, createdSchema]) {
      await control.send(`CREATE DATABASE ${quoteIdentifier(name)}`);
    }
    return {
      ...{ kind: 'local', where: `a throw-away ${server.image.name} server on this machine` },
      ...{ endpoint, control, schema: database, createdSchema },
      close: async () => {
        await control.close();
        await server.down();
      },
    };
  } catch (error) {
    await server.down();
    throw error;
  }
}

/** On a server with other data. On the passive nothing may reach the binlog. */
async function sharedPlace(kind: 'url' | 'passive', endpoint: Endpoint, live: ServerTraits): Promise<Place> {
  const control = await openOn(endpoint, kind);
  try {
    requireSameTraits(live, await readTraits(control), endpoint.label);
    const schemas = await createScratchSchemas(control);
    const where = `a scratch schema on ${endpoint.label}`;
    const close = async () => {
      await dropScratchSchemas(control, schemas).catch(() => undefined);
      await control.close();
    };
    return { kind, where, endpoint, control, ...schemas, close };
  } catch (error) {
    await control.close();
    throw error;
  }
}

async function openOn(endpoint: Endpoint, kind: WorkspaceKind): Promise<Session> {
  const session = await openSession(endpoint);
  if (kind !== 'passive') return session;
  await session.send('SET SESSION sql_log_bin = 0');
  const row = await session.row('SELECT @@SESSION.sql_log_bin AS logged');
  if (Number(row?.logged) === 0) return session;
  await session.close();
  throw new ConfigError(`${endpoint.label}: sql_log_bin cannot be switched off for a session`);
}

type Parts = {
  readonly place: Place;
  readonly live: ServerTraits;
  readonly structure: Structure;
  readonly routines: readonly Routine[];
  readonly database: string;
};

/** Fills the empty schema, and hands it over only if it came out like the original. */
async function build({ place, live, structure, routines, database }: Parts): Promise<Workspace> {
  const { control, kind, schema } = place;
  const others = await readOtherSchemas(control, schema);
  await control.send(`USE ${quoteIdentifier(schema)}`);
  const otherSchemas = kind === 'local' ? null : others;
  const notCopied = await copyStructure(control, { structure, routines, otherSchemas });
  const missing = Object.fromEntries(Object.entries(structure.others).filter(([key]) => notCopied.has(key)));
  const workspace: Workspace = {
    ...place,
    ...{ database, live, notCopied, otherSchemas: others },
    openRunner: () => openRunner(place, live),
    readStructure: async () => {
      const copy = await readStructure(control, schema);
      return { ...copy, others: { ...copy.others, ...missing } };
    },
  };
  requireSameStructure(structure, await workspace.readStructure());
  return workspace;
}

async function openRunner({ endpoint, kind, schema }: Place, live: ServerTraits): Promise<Session> {
  const runner = await openOn(endpoint, kind);
  try {
    await applyTraits(runner, live);
    await runner.send(`USE ${quoteIdentifier(schema)}`);
    return runner;
  } catch (error) {
    await runner.close();
    throw error;
  }
}

async function readOtherSchemas(control: Session, schema: string): Promise<ReadonlySet<string>> {
  const rows = await control.rows<{ readonly name: string }>(
    'SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA',
  );
  const names = rows.map(({ name }) => name.toLowerCase());
  const own = [schema.toLowerCase(), 'information_schema'];
  return new Set([...names, 'mysql', 'sys', 'performance_schema'].filter(name => !own.includes(name)));
}

/** Everything that is said about a migration hangs on the copy being exact. */
function requireSameStructure(live: Structure, copy: Structure): void {
  if (fingerprintStructure(live) === fingerprintStructure(copy)) return;
  const tables = Object.keys(live.tables).filter(
    name => live.tables[name]?.create !== copy.tables[name]?.create,
  );
  const others = Object.keys({ ...live.others, ...copy.others }).filter(
    key => live.others[key] !== copy.others[key],
  );
  throw new RefusedError(`the workspace cannot copy ${[...tables, ...others].join(', ')} exactly`, {
    hint: 'a server of the same version with the same settings can: name one in `workspace.url`',
  });
}
