/** What programs are made with where their file does not say. */
import type { Config } from '../../config/config.js';
import { ConfigError } from '../../errors.js';
import type { ProgramDefaults, ProgramSettings } from '../../programs/program.js';
import type { Session } from '../../server/connection.js';
import { type Misspelt, withServerSpelling } from './server-spelling.js';

/**
 * From the configuration, else from the server: its global sql_mode, not that of a session, which an account or a
 * driver sets for itself; utf8mb4, and the collation that `SET NAMES` makes of it.
 * @param session with the active server
 * @throws ConfigError for a setting of the configuration that the server does not know
 */
export async function programDefaults(session: Session, config: Config): Promise<ProgramDefaults> {
  const collations = await readCollations(session);
  const row = await session.row<{ sqlMode: string }>('SELECT @@GLOBAL.sql_mode AS sqlMode');
  const { sqlMode = row?.sqlMode ?? '', characterSet = 'utf8mb4', definer = null } = config.programs;
  // For a character set that is unknown the server says so.
  const { collation = collations.get(characterSet.toLowerCase()) ?? '' } = config.programs;
  const settings = await withServerSpelling(session, spell => spell({ sqlMode, characterSet, collation }));
  if ('setting' in settings) throw unknownTo(session, config, settings);
  return { settings, definer, collations };
}

/** Also with `character_set_collations` of MariaDB 11.8 the table has what SET NAMES does (all three, tested). */
async function readCollations(session: Session): Promise<ReadonlyMap<string, string>> {
  const rows = await session.rows<{ name: string; collation: string }>(
    'SELECT CHARACTER_SET_NAME AS name, DEFAULT_COLLATE_NAME AS collation FROM information_schema.CHARACTER_SETS',
  );
  const collations = new Map(rows.map(({ name, collation }) => [name, collation]));
  const utf8 = collations.get('utf8mb3');
  return utf8 === undefined ? collations : collations.set('utf8', utf8);
}

function unknownTo({ label }: Session, { file }: Config, { setting, value }: Misspelt): ConfigError {
  const finding = {
    id: 'unknown-setting',
    where: `programs.${setting satisfies keyof ProgramSettings}`,
    message: `${label} does not know ${value}`,
  };
  return new ConfigError(`${file} has a problem`, { findings: [finding] });
}
