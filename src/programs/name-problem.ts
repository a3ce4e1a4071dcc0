/**
 * Why a name cannot be had, told before a server is asked: MySQL 9.7 makes `?` of a character of four bytes without a
 * word, where MariaDB refuses it (10.11 and 11.8, tested).
 */
import type { Problem } from '../sql/source.js';

const LONGEST = 64;

export function nameProblem(name: string): Problem | undefined {
  const length = [...name].length;
  if (length === 0) return wrong('The name is empty.', 'Give the program a name.');
  if (length > LONGEST)
    return wrong(`The name has ${length} characters; servers take ${LONGEST}.`, 'Choose a shorter one.');
  const beyond = [...name].find(character => (character.codePointAt(0) ?? 0) > 0xffff);
  if (beyond !== undefined)
    return wrong(
      `The name has the character ${beyond}, which takes four bytes; servers keep names in at most three for each.`,
      'Choose a name without it.',
    );
  return name.endsWith(' ') ? wrong('The name ends with a blank.', 'Take it away.') : undefined;
}

function wrong(message: string, hint: string): Problem {
  return { id: 'program-name', message, hint };
}
