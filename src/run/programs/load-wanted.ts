/** The stored programs of a project as its files have them, with settings as the server spells them. */
import type { Config } from '../../config/config.js';
import { ConfigError, type Finding } from '../../errors.js';
import { programTitle, type Wanted } from '../../programs/program.js';
import type { Session } from '../../server/connection.js';
import { programDefaults } from './program-defaults.js';
import { readWanted } from './read-wanted.js';
import { type Misspelt, withServerSpelling } from './server-spelling.js';

/**
 * @param session with the active server
 * @throws ConfigError with everything that is wrong with files or configuration
 */
export async function loadWanted(session: Session, config: Config): Promise<readonly Wanted[]> {
  const wanted = await readWanted(config, await programDefaults(session, config));
  return spellWanted(session, wanted);
}

async function spellWanted(session: Session, wanted: readonly Wanted[]): Promise<readonly Wanted[]> {
  const spelt: Wanted[] = [];
  const findings: Finding[] = [];
  await withServerSpelling(session, async spell => {
    for (const program of wanted) {
      const settings = await spell(program.settings);
      if ('setting' in settings) findings.push(unknownTo(session, program, settings));
      else spelt.push({ ...program, settings });
    }
  });
  if (findings.length > 0)
    throw new ConfigError('stored programs have settings that no server knows', { findings });
  return spelt;
}

function unknownTo({ label }: Session, program: Wanted, { setting, value }: Misspelt): Finding {
  return {
    id: 'unknown-setting',
    where: `${program.file}:${program.line}:${program.column}`,
    message: `${programTitle(program)} is to be made with ${names[setting]} ${value}, which ${label} does not know.`,
    hint: 'Correct the SET in front of it.',
  };
}

const names = {
  sqlMode: 'sql_mode',
  characterSet: 'character set',
  collation: 'collation',
  timeZone: 'time zone',
} as const;
