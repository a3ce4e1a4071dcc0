/**
 * What each test begins with, made once: the tables that all migrations of the project lead to, without a row, and the
 * programs of its files, which a server has taken.
 */
import type { Config } from '../../config/config.js';
import { RefusedError } from '../../errors.js';
import { listMigrationFiles } from '../../migrate/files.js';
import { readMigrationSettings } from '../../migrate/knexfile.js';
import type { Structure } from '../../plan/structure.js';
import type { Wanted } from '../../programs/program.js';
import { withSession } from '../../server/connection.js';
import { openWorkspace } from '../../workspace/open-workspace.js';
import { recordMigration } from '../../workspace/record-migration.js';
import type { Workspace } from '../../workspace/workspace.js';
import { compilePrograms } from './compile-programs.js';
import { loadWanted } from './load-wanted.js';
import type { TestServer } from './test-server.js';

export type TestBasis = {
  /** Tables and views of the migrations. */
  readonly structure: Structure;
  /** In an order in which they can be made. No events: one that runs beside a test would decide how it ends. */
  readonly programs: readonly Wanted[];
};

/** Throws ConfigError for files that cannot be read, RefusedError for a migration or a program that fails. */
export async function prepareTests(
  config: Config,
  server: TestServer,
  stop: AbortSignal,
): Promise<TestBasis> {
  const wanted = await withSession(server.endpoint, session => loadWanted(session, config));
  const workspace = await openEmpty(config, server, stop);
  try {
    await migrate(workspace, config);
    const structure = await workspace.readStructure();
    const compiled = await compilePrograms(workspace, wanted);
    const programs = compiled.map(one => one.wanted).filter(({ kind }) => kind !== 'event');
    return { structure, programs };
  } finally {
    await workspace.close();
  }
}

function openEmpty(
  { database }: Config,
  { endpoint, traits, local }: TestServer,
  stop: AbortSignal,
): Promise<Workspace> {
  return openWorkspace({
    original: { live: traits, structure: emptyStructure(traits.variables), routines: [] },
    database,
    url: local === null ? endpoint : null,
    passive: null,
    stop,
    // It is ended when all tests have run.
    ...(local === null ? {} : { launchLocal: async () => ({ ...local, down: async () => undefined }) }),
  });
}

/** Of a new schema, which has the defaults of its server. */
function emptyStructure(variables: Readonly<Record<string, string>>): Structure {
  const { character_set_server: charset, collation_server: collation } = variables;
  const defaults = `ALTER DATABASE CHARACTER SET ${charset} COLLATE ${collation}`;
  return { tables: {}, others: { 'database:default': defaults } };
}

async function migrate(workspace: Workspace, config: Config): Promise<void> {
  const settings = await readMigrationSettings(config);
  for (const file of await listMigrationFiles(settings)) {
    const { findings } = await recordMigration(workspace, file, settings);
    if (findings.length > 0)
      throw new RefusedError(`${file.name} cannot make the tables that the tests need`, { findings });
  }
}
