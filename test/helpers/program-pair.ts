/** A pair for tests of stored programs: files that are deployed by the real command, and what both servers then have. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { type Side, sides } from '../../src/pair/side.js';
import type { Sandbox } from '../../src/sandbox/open-sandbox.js';
import type { ServerImage } from '../../src/sandbox/server-image.js';
import type { Session } from '../../src/server/connection.js';
import { readPrograms } from '../../src/server/program-catalog.js';
import { readRoutineGrants } from '../../src/server/routine-grants.js';
import { type CliResult, runCli } from './run-cli.js';
import { sessionOn, withPair } from './servers.js';

export type ProgramPair = {
  readonly sandbox: Sandbox;
  /** Sessions of the administrator, in the database. */
  readonly a: Session;
  readonly b: Session;
  /** The whole of `procedures/all.sql`. */
  write(sql: string): Promise<void>;
  /** A file in the folder of migrations. */
  migration(name: string, text: string): Promise<void>;
  dbshift(...args: readonly string[]): Promise<CliResult>;
  /** By the pointer, as an application asks it. */
  activeSide(): Promise<Side>;
  /** Programs and grants of both servers, as they read back; by other sessions where a flip has ended those. */
  all(by?: Readonly<Record<Side, Session>>): Promise<unknown>;
};

export type ProgramPairOptions = { readonly replicas?: boolean };

/** Of a test alone; with `replicas` one more server below each side. */
export async function programPair(
  t: ExecutionContext,
  image: ServerImage,
  options: ProgramPairOptions = {},
): Promise<ProgramPair> {
  const sandbox = await withPair(t, { image, ...options });
  const sessions = { a: await sessionOn(t, sandbox, 'a'), b: await sessionOn(t, sandbox, 'b') };
  for (const side of sides) await sessions[side].send('USE app');
  await appendFile(sandbox.configFile, 'programs: { definer: "dbshift@127.0.0.1" }\n');
  return {
    sandbox,
    ...sessions,
    write: sql => writeFile(join(sandbox.folder, 'procedures', 'all.sql'), sql),
    migration: (name, text) => writeFile(join(sandbox.folder, 'migrations', name), text),
    activeSide: async () =>
      (JSON.parse(await readFile(sandbox.pointerFile, 'utf8')) as { active: Side }).active,
    dbshift: (...args) => runCli(args, { cwd: sandbox.folder }),
    all: async (by = sessions) => ({ a: await ofSide(by.a), b: await ofSide(by.b) }),
  };
}

async function ofSide(session: Session): Promise<unknown> {
  const grants = await readRoutineGrants(session, 'app');
  return {
    programs: await readPrograms(session, 'app'),
    grants: grants.map(({ made: _, ...grant }) => grant),
  };
}

/** Makes a configuration beside the first one whose servers are found at other ports. */
export async function configThrough(
  { folder, configFile, servers }: Sandbox,
  ports: Readonly<Record<Side, number>>,
): Promise<string> {
  const path = join(folder, 'through.config.yaml');
  const text = await readFile(configFile, 'utf8');
  const replaced = sides.reduce(
    (config, side) => config.replace(`port: ${servers[side].port}`, `port: ${ports[side]}`),
    text,
  );
  await writeFile(path, replaced);
  return path;
}
