/** SET in front of programs: what a file declares for those behind it. */
import { openReader, type Reader } from '../sql/reader.js';
import type { Problem } from '../sql/source.js';
import type { Assignment } from '../sql/statement-class.js';
import type { ProgramDefaults, ProgramSettings } from './program.js';

/**
 * The settings behind a SET, or why it may not stand in a file. Values must be literals: a file means the same whoever
 * deploys it.
 * @param sql whose `assignments` are what it is classified by
 */
export function declareSettings(
  { sql, assignments }: { readonly sql: string; readonly assignments: readonly Assignment[] },
  current: ProgramSettings,
  defaults: ProgramDefaults,
): ProgramSettings | Problem {
  const other = assignments.find(({ scope, name }) => scope !== 'session' || !(name in declarations));
  if (other !== undefined) return otherVariable(other);
  const reader = openReader(sql);
  let settings = current;
  for (const { name } of assignments) {
    skipBehind(reader, name === 'names' ? 'NAMES' : '=');
    const value = readLiteral(reader);
    const collation = value !== undefined && reader.accept('COLLATE') ? readLiteral(reader) : null;
    if (value === undefined || collation === undefined || !endsHere(reader)) return NOT_LITERAL;
    const declared = declarations[name]?.({ value, collation }, defaults);
    if (declared === undefined) return NOT_LITERAL;
    settings = { ...settings, ...declared };
  }
  return settings.collation === '' ? unknownCharacterSet(settings) : settings;
}

/** `null`: not stated, or DEFAULT. */
type Stated = { readonly value: string | null; readonly collation: string | null };

/** `undefined`: that depends on where it runs. */
type Declare = (stated: Stated, defaults: ProgramDefaults) => Partial<ProgramSettings> | undefined;

const declarations: Readonly<Record<string, Declare>> = {
  names: declareNames,
  sql_mode: ({ value }, { settings }) => ({ sqlMode: value ?? settings.sqlMode }),
  character_set_client: ({ value }, { settings }) => ({ characterSet: value ?? settings.characterSet }),
  collation_connection: ({ value }, { settings }) => ({ collation: value ?? settings.collation }),
  // Which events keep. Where nobody states it, it is the server's own.
  time_zone: ({ value }) => (value === null ? undefined : { timeZone: value }),
  // Of what comes back, which no program keeps; dumps set it along with the others.
  character_set_results: () => ({}),
};

function declareNames(
  { value, collation }: Stated,
  { settings, collations }: ProgramDefaults,
): Partial<ProgramSettings> {
  if (value === null) return { characterSet: settings.characterSet, collation: settings.collation };
  return { characterSet: value, collation: collation ?? collations.get(value.toLowerCase()) ?? '' };
}

function skipBehind(reader: Reader, word: string): void {
  while (reader.peek().kind !== 'end' && reader.take().word !== word);
}

/** A text, a word, or `null` for DEFAULT; `undefined` for what is no literal. */
function readLiteral(reader: Reader): string | null | undefined {
  const { kind } = reader.peek();
  if (reader.accept('DEFAULT')) return null;
  return kind === 'string' || kind === 'word' ? reader.name()?.name : undefined;
}

function endsHere(reader: Reader): boolean {
  return reader.accept(',') || reader.peek().kind === 'end';
}

const NOT_LITERAL: Problem = {
  id: 'setting-not-literal',
  message: 'This SET has a value that depends on where it runs.',
  hint: "Write the value itself, such as SET sql_mode = 'STRICT_ALL_TABLES'.",
};

function otherVariable({ scope, name }: Assignment): Problem {
  const variable = { user: `@${name}`, session: name }[scope as string] ?? `${scope} ${name}`;
  return {
    id: 'setting',
    message: `SET ${variable} is nothing that a stored program keeps.`,
    hint: 'Leave it out. Files may set sql_mode, NAMES, character_set_client, collation_connection and time_zone, each for the session.',
  };
}

function unknownCharacterSet({ characterSet }: ProgramSettings): Problem {
  return {
    id: 'character-set',
    message: `The server knows no character set ${characterSet}.`,
    hint: 'Write SET NAMES utf8mb4.',
  };
}
