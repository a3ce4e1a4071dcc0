/** The client command DELIMITER, which no server knows. Only the line; where it may stand is judged elsewhere. */
import { oneLine } from '../one-line.js';
import type { Problem } from './source.js';

/** The client keeps 15 bytes and forgets the rest without a word. */
const LONGEST = 15;

/** Behind all that begins with it: anything else is a letter of several bytes, and the client looks at none of them. */
const ASCII = '\x7f';

/**
 * The delimiter that a line sets, or what is wrong with it. The line begins with the word DELIMITER. Quotes
 * around the delimiter are taken off, a comment may follow.
 *
 * Differs from the `mariadb` client (10.11) where that does what nobody means: it makes a trailing tab part of
 * the delimiter, and drops whatever else follows on the line.
 */
export function parseDelimiterLine(
  line: string,
): { readonly delimiter: string } | { readonly problem: Problem } {
  const { quoted, plain, rest = '' } = FORM.exec(line.trimEnd())?.groups ?? {};
  const delimiter = quoted === undefined ? plain : unquote(quoted);
  if (delimiter === undefined || delimiter === '') return wrong('DELIMITER must be followed by a delimiter.');
  if (line.includes('\\')) return wrong('A delimiter cannot contain a backslash.');
  if (delimiter > ASCII) return wrong('A delimiter cannot begin with a letter beyond ASCII.');
  if (Buffer.byteLength(delimiter) > LONGEST) return wrong(`A delimiter is at most ${LONGEST} bytes long.`);
  if (!COMMENT.test(rest))
    return wrong(`DELIMITER is followed by "${oneLine(rest, 60)}", which the client would drop.`);
  return { delimiter };
}

const FORM =
  /^\w+[ \t]+(?:(?<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`)|(?<plain>[^\s'"`]\S*))[ \t]*(?<rest>.*)$/s;

const COMMENT = /^(?:|#.*|--.*|\/\*.*\*\/)$/s;

function unquote(quoted: string): string {
  const quote = quoted.charAt(0);
  return quoted.slice(1, -1).replaceAll(quote + quote, quote);
}

function wrong(message: string): { problem: Problem } {
  return {
    problem: { id: 'delimiter', message, hint: 'Write for example DELIMITER $$ on a line of its own.' },
  };
}
