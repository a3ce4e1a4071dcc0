/** The stored programs of a project as its files have them, with settings as the server spells them. */
import type { Config } from '../../config/config.js';
import { ConfigError, type Finding } from '../../errors.js';
import type { JudgedFile } from '../../programs/parse-program-file.js';
import { programTitle, type Wanted } from '../../programs/program.js';
import type { Session } from '../../server/connection.js';
import { inOrder } from '../../sql/source.js';
import { programDefaults } from './program-defaults.js';
import { readWanted } from './read-wanted.js';
import { type Misspelt, withServerSpelling } from './server-spelling.js';

/**
 * @param session with the active server
 * @throws ConfigError with everything that is wrong with files or configuration
 */
export async function loadWanted(session: Session, config: Config): Promise<readonly Wanted[]> {
  const read = await readWanted(config, await programDefaults(session, config));
  const { wanted, findings } = await spellWanted(session, read.wanted);
  const all = inOrder([...read.findings, ...findings]);
  if (all.length === 0) return wanted;
  const count = all.length === 1 ? 'a problem' : `${all.length} problems`;
  throw new ConfigError(`the stored programs in ${config.procedures} have ${count}`, { findings: all });
}

async function spellWanted(session: Session, wanted: readonly Wanted[]): Promise<JudgedFile> {
  const spelt: Wanted[] = [];
  const findings: Finding[] = [];
  await withServerSpelling(session, async spell => {
    for (const program of wanted) {
      const settings = await spell(program.settings);
      if ('setting' in settings) findings.push(unknownTo(session, program, settings));
      else spelt.push({ ...program, settings });
    }
  });
  return { wanted: spelt, findings };
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
