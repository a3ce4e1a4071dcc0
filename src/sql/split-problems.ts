/** Why an .sql file is not split: what cannot be meant, or what the client would do without a word. */
import type { Problem } from './source.js';

/** A command that the mysql and mariadb clients run themselves, such as `SOURCE` or `\\!`. */
export function clientCommand(command: string): Problem {
  return {
    id: 'client-command',
    message: `${command} is a command of the mysql client, not SQL.`,
    hint: 'Remove it. Only DELIMITER, USE, \\G and \\g are understood in files.',
  };
}

export const DELIMITER_BEHIND: Problem = {
  id: 'delimiter-place',
  message: 'DELIMITER stands behind something else on its line, where the client does not see it.',
  hint: 'Put it on a line of its own.',
};

export const DELIMITER_INSIDE: Problem = {
  id: 'delimiter-inside',
  message: 'DELIMITER stands inside a statement that has not ended.',
  hint: 'End the statement in front of it with the delimiter that is in force there.',
};

export const UNCLOSED_COMMENT: Problem = {
  id: 'unclosed-comment',
  message: 'This comment is never closed.',
  hint: 'Close it with */.',
};

export const UNCLOSED_QUOTE: Problem = {
  id: 'unclosed-quote',
  message: 'This quote is never closed.',
  hint: 'Close it with the same kind of quote; inside it, write the quote twice.',
};

export const UNCLOSED_BODY: Problem = {
  id: 'unclosed-body',
  message: 'This program ends before all of its blocks are closed.',
  hint: 'Every BEGIN, IF, CASE, LOOP, REPEAT, WHILE and FOR needs its END. Or put DELIMITER around the program.',
};

export const NUL: Problem = {
  id: 'nul',
  message: 'There is a NUL character here; the file is binary, or UTF-16.',
  hint: 'Save it as UTF-8 text.',
};

export const USE_WITHOUT_NAME: Problem = {
  id: 'use',
  message: 'USE takes the name of one database, and nothing more.',
  hint: 'Write USE name; with the name in backticks if it has unusual characters.',
};
