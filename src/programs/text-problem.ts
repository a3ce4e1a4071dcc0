/** Why a program cannot be made as its file has it, by its text and the settings that are in force there. */

import { hasEscapedComment } from '../sql/routine-comment.js';
import type { Problem } from '../sql/source.js';
import type { ProgramSettings } from './program.js';

export function textProblem(text: string, settings: ProgramSettings): Problem | undefined {
  const { sqlMode, characterSet } = settings;
  const set = characterSet.toLowerCase();
  if (UNSPOKEN.has(set)) return unspoken(characterSet);
  const unsafe = UNICODE.get(set) ?? BEYOND_ASCII;
  const [character] = unsafe.exec(text) ?? [];
  if (character !== undefined) return otherCharacter(character, characterSet);
  if (misread.some(({ mode, quote }) => mode.test(sqlMode) && quote.test(text))) return backslash(sqlMode);
  return /NO_BACKSLASH_ESCAPES/i.test(sqlMode) && hasEscapedComment(text) ? COMMENT_DOUBLED : undefined;
}

const COMMENT_DOUBLED: Problem = {
  id: 'comment-doubled',
  message:
    'The COMMENT has a backslash or a line break, which servers replicate as something else with NO_BACKSLASH_ESCAPES.',
  hint: 'Leave it out of the COMMENT, or NO_BACKSLASH_ESCAPES out of sql_mode.',
};

/** Those in which the driver cannot send even ASCII (mysql2 3.24, tested), or answers with bytes. */
const UNSPOKEN = new Set('armscii8 binary dec8 eucjpms geostd8 hp8 keybcs2 swe7'.split(' '));

const NOTHING = /(?!)/;
const BEYOND_THREE_BYTES = /[\u{10000}-\u{10ffff}]/u;

/** What a text in Unicode may not have; in any other character set the driver is not trusted beyond ASCII. */
const UNICODE: ReadonlyMap<string, RegExp> = new Map([
  ['utf8mb4', NOTHING],
  ['utf8mb3', BEYOND_THREE_BYTES],
  ['utf8', BEYOND_THREE_BYTES],
]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them.
const BEYOND_ASCII = /[^\x00-\x7f]/u;

/** Files are split by the default sql_mode, in which these do not end a text: see `split.ts`. */
const misread: readonly { readonly mode: RegExp; readonly quote: RegExp }[] = [
  { mode: /NO_BACKSLASH_ESCAPES/i, quote: /\\['"]/ },
  { mode: /ANSI|DB2|MAXDB|MSSQL|ORACLE|POSTGRESQL/i, quote: /\\"/ },
];

function unspoken(characterSet: string): Problem {
  return {
    id: 'character-set',
    message: `dbshift cannot make programs in the character set ${characterSet}.`,
    hint: 'Write SET NAMES utf8mb4 in front of the program.',
  };
}

function otherCharacter(character: string, characterSet: string): Problem {
  return {
    id: 'character-set',
    message: `The program has the character ${character}, which cannot be sent safely in ${characterSet}.`,
    hint: 'Write SET NAMES utf8mb4 in front of the program.',
  };
}

function backslash(sqlMode: string): Problem {
  return {
    id: 'backslash-quote',
    message: `The program has a backslash in front of a quote, which does not escape it with sql_mode ${sqlMode}.`,
    hint: 'Write the quote twice, or CHAR(92) for the backslash.',
  };
}
