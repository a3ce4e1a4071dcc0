/** Settings in a server's own spelling, so that they can be compared with what servers keep of a program. */
import type { ProgramSettings } from '../../programs/program.js';
import type { Session } from '../../server/connection.js';
import { errno } from '../../server/errno.js';
import { isErrno } from '../../server/server-error.js';

/** The setting that the server does not know, or a collation that no connection may have. */
export type Misspelt = { readonly setting: keyof ProgramSettings; readonly value: string };

export type ServerSpelling = (settings: ProgramSettings) => Promise<ProgramSettings | Misspelt>;

/**
 * Combinations such as TRADITIONAL are spelled out, in the server's order, and `utf8` is `utf8mb3`. The session's own
 * settings are put back at the end.
 */
export async function withServerSpelling<T>(
  session: Session,
  use: (spell: ServerSpelling) => Promise<T>,
): Promise<T> {
  const before = await read(session);
  const known = new Map<string, ProgramSettings | Misspelt>();
  const spell: ServerSpelling = async settings => {
    const key = JSON.stringify(settings);
    const spelt = known.get(key) ?? (await ask(session, settings));
    known.set(key, spelt);
    return spelt;
  };
  try {
    return await use(spell);
  } finally {
    if (session.isOpen()) await set(session, before);
  }
}

/** A zone that is not stated stays so. */
async function ask(session: Session, settings: ProgramSettings): Promise<ProgramSettings | Misspelt> {
  const misspelt = await set(session, settings);
  if (misspelt !== null) return misspelt;
  const { timeZone, ...spelt } = await read(session);
  return settings.timeZone === undefined || timeZone === undefined ? spelt : { ...spelt, timeZone };
}

async function set(session: Session, settings: ProgramSettings): Promise<Misspelt | null> {
  for (const [setting, variable] of variables) {
    const value = settings[setting];
    if (value === undefined) continue;
    try {
      await session.rows(`SET SESSION ${variable} = ?`, [value]);
    } catch (error) {
      if (isErrno(error, ...unknown)) return { setting, value };
      throw error;
    }
  }
  return null;
}

const variables = [
  ['sqlMode', 'sql_mode'],
  ['characterSet', 'character_set_client'],
  ['collation', 'collation_connection'],
  ['timeZone', 'time_zone'],
] as const satisfies readonly (readonly [keyof ProgramSettings, string])[];

const unknown = [
  errno.wrongValueForVariable,
  errno.unknownCharacterSet,
  errno.unknownCollation,
  errno.unknownTimeZone,
];

async function read(session: Session): Promise<ProgramSettings> {
  const columns = variables.map(([setting, variable]) => `@@SESSION.${variable} AS ${setting}`);
  const row = await session.row<ProgramSettings>(`SELECT ${columns.join(', ')}`);
  if (row === undefined) throw new Error('no settings');
  return row;
}
