/** Files of stored programs, and what a server makes of them. */
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Config, ProgramsConfig } from '../../src/config/config.js';
import { type Definition, isHidden, type Wanted } from '../../src/programs/program.js';
import { statementsFor } from '../../src/programs/program-statements.js';
import type { Session } from '../../src/server/connection.js';
import { readProgram } from '../../src/server/program-catalog.js';
import { readFlavor } from '../../src/server/read-flavor.js';
import { folderWith } from './folder-with.js';

/** Only what is read of a configuration. Files by their names in the folder of the programs. */
export async function programFiles(
  t: ExecutionContext,
  files: Readonly<Record<string, string | Uint8Array>>,
  programs: ProgramsConfig = {},
): Promise<Config> {
  const inFolder = Object.entries(files).map(([name, text]) => [join('procedures', name), text]);
  const folder = await folderWith(t, Object.fromEntries(inFolder));
  const file = join(folder, 'dbshift.config.yaml');
  return { folder, file, procedures: join(folder, 'procedures'), database: 'app', programs } as Config;
}

/** Sends what a deploy sends, and reads it back. Leaves the session with the settings of the program. */
export async function makeProgram(session: Session, wanted: Wanted): Promise<Definition> {
  const { kind, name, create, settings } = wanted;
  const after = { kind, name, create, settings, definer: wanted.definer ?? '' };
  for (const sql of statementsFor({ kind, name, before: null, after }, await readFlavor(session)))
    await session.send(sql);
  const made = await readProgram(session, 'app', wanted);
  if (made === null || isHidden(made)) throw new Error(`${name} was not made`);
  return made;
}
