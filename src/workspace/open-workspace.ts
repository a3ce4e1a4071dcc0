/**
 * Opens a workspace in the first way that is possible: the server that the configuration names; else a throw-away
 * server of the same kind on this machine; else, where it is allowed, a scratch schema on the passive that no
 * binlog sees. The live database itself is not looked at any more.
 */
import { RefusedError } from '../errors.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import { shareTables } from '../plan/share-tables.js';
import type { Structure } from '../plan/structure.js';
import { readStructure } from '../server/catalog.js';
import type { Session } from '../server/connection.js';
import type { Endpoint } from '../server/endpoint.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { copyStructure } from './copy-structure.js';
import type { launchLocalServer } from './local-server.js';
import type { Original } from './original.js';
import { choosePlace, type Place } from './place.js';
import { applyTraits, type ServerTraits } from './server-traits.js';
import type { Workspace } from './workspace.js';

export type WorkspaceOptions = {
  /** Of the side that lacks the pending migrations. */
  readonly original: Original;
  readonly database: string;
  /** The server of the configuration, if it names one. */
  readonly url: Endpoint | null;
  /** Where a scratch schema may be made as a last resort; null for what must write nothing on the pair. */
  readonly passive: Endpoint | null;
  /** Aborted when nobody waits for it any more: all that it does ends then, and `close` clears away what it made. */
  readonly stop?: AbortSignal | undefined;
  /** Default: a server that is installed on this machine. */
  readonly launchLocal?: typeof launchLocalServer;
};

/** Throws ConfigError naming the three ways when there is none, RefusedError when the structure cannot be copied. */
export function openWorkspace({ original, ...options }: WorkspaceOptions): Promise<Workspace> {
  return startWorkspace(options, original.live).fill(original);
}

/** One that is begun while what it is to be a copy of is still read. */
export type StartedWorkspace = {
  /** Throws as `openWorkspace`; nothing stays behind then. */
  fill(original: Original): Promise<Workspace>;
  /** Where it was not filled, for whatever reason. Never throws. */
  abandon(): Promise<void>;
};

/** What goes wrong is told by `fill`. */
export function startWorkspace(
  options: Omit<WorkspaceOptions, 'original'>,
  live: ServerTraits,
): StartedWorkspace {
  const chosen = choosePlace(options, live);
  chosen.catch(() => undefined);
  let filled = false;
  return {
    fill: async original => {
      filled = true;
      const place = await chosen;
      try {
        return await build({ ...original, place, database: options.database });
      } catch (error) {
        await place.close();
        throw error;
      }
    },
    abandon: async () => {
      const place = filled ? null : await chosen.catch(() => null);
      await place?.close();
    },
  };
}

type Parts = Original & { readonly place: Place; readonly database: string };

/** Fills the empty schema, and hands it over only if it came out like the original. */
async function build({ place, live, structure, routines, database }: Parts): Promise<Workspace> {
  const { control, builder, confined, kind, schema } = place;
  const others = await readOtherSchemas(control, schema);
  for (const session of [control, builder]) await session.send(`USE ${quoteIdentifier(schema)}`);
  // What names the live database means the copy, which has another name there.
  const otherSchemas = kind === 'local' ? null : new Set([...others, database.toLowerCase()]);
  const source = { structure, routines, otherSchemas, confined };
  const notCopied = await copyStructure({ control, builder }, source);
  let last = structure;
  const missing = Object.fromEntries(Object.entries(structure.others).filter(([key]) => notCopied.has(key)));
  const workspace: Workspace = {
    ...place,
    ...{ database, live, notCopied, otherSchemas: others },
    openRunner: () => openRunner(place, live),
    readStructure: async () => {
      const copy = await readStructure(control, schema);
      last = shareTables({ ...copy, others: { ...copy.others, ...missing } }, last);
      return last;
    },
  };
  requireSameStructure(structure, await workspace.readStructure());
  return workspace;
}

async function openRunner(place: Place, live: ServerTraits): Promise<Session> {
  const runner = await place.openSession();
  try {
    await applyTraits(runner, live);
    await runner.send(`USE ${quoteIdentifier(place.schema)}`);
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
