/** A stored program as a file that the mysql client, and dbshift, read as that program. Pure. */
import { withDefiner } from '../sql/definer.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { parseProgramFile } from './parse-program-file.js';
import type { Definition, ProgramDefaults, ProgramSettings } from './program.js';

export type FileSurroundings = { readonly database: string; readonly defaults: ProgramDefaults };

/**
 * With a SET for what differs from the defaults. Null where no file can say it: one that is read as something else is
 * never written.
 */
export function programFile(definition: Definition, surroundings: FileSurroundings): string | null {
  const { kind, name, definer, create } = definition;
  const statement = definer === '' ? create : withDefiner(create, definer);
  const drop = `DROP ${kind.toUpperCase()} IF EXISTS ${quoteIdentifier(name)}`;
  const settings = setStatements(definition, surroundings.defaults.settings);
  const delimiter = delimiterFor(`${drop}${statement}`);
  const text = [
    ...(settings.length === 0 ? [] : [settings.map(sql => `${sql};\n`).join('')]),
    `DELIMITER ${delimiter}\n`,
    `${drop} ${delimiter}\n`,
    `${statement}${endsInComment(statement) ? '\n' : ' '}${delimiter}\n`,
    'DELIMITER ;\n',
  ].join('\n');
  return readsAs(text, definition, surroundings) ? text : null;
}

function setStatements({ kind, settings }: Definition, defaults: ProgramSettings): readonly string[] {
  const { sqlMode, characterSet, collation, timeZone } = settings;
  const ownMode = kind !== 'view' && sqlMode !== defaults.sqlMode;
  const ownSet = characterSet !== defaults.characterSet || collation !== defaults.collation;
  return [
    ...(ownMode ? [`SET sql_mode = '${sqlMode}'`] : []),
    ...(ownSet ? [namesText(characterSet, collation)] : []),
    ...(timeZone === undefined || timeZone === 'SYSTEM' ? [] : [`SET time_zone = '${timeZone}'`]),
  ];
}

/** The server refuses a collation of another character set behind NAMES. */
function namesText(characterSet: string, collation: string): string {
  return collation.startsWith(`${characterSet}_`)
    ? `SET NAMES ${characterSet} COLLATE ${collation}`
    : `SET character_set_client = ${characterSet}, collation_connection = ${collation}`;
}

/** One that the text does not have: `$$`, `$$$$`, … */
function delimiterFor(text: string): string {
  let delimiter = '$$';
  while (text.includes(delimiter)) delimiter += '$$';
  return delimiter;
}

function endsInComment(statement: string): boolean {
  return /(?:--|#).*$/.test(statement);
}

function readsAs(text: string, definition: Definition, surroundings: FileSurroundings): boolean {
  const { kind, name, create, definer, settings } = definition;
  try {
    const [read, ...more] = parseProgramFile(text, '', surroundings);
    const sameSettings =
      (kind === 'view' || read?.settings.sqlMode === settings.sqlMode) &&
      read?.settings.characterSet === settings.characterSet &&
      read.settings.collation === settings.collation;
    return (
      more.length === 0 &&
      read?.kind === kind &&
      read.name === name &&
      read.create === create &&
      (definer === '' || read.definer === definer) &&
      sameSettings
    );
  } catch {
    return false;
  }
}
