/** ENUM and SET: a row holds numbers, the names stand only in the table. */
import type { Column } from '../structure.js';
import { applies, type Judgement, silentlyWrong } from './judgement.js';
import { grows } from './type-change.js';

/**
 * Appending applies as it is while the numbers need no more bytes, and else with a conversion (both flavors, tested).
 * The character set of the names does not matter to a row.
 */
export function judgeMembers(before: Column, after: Column): Judgement {
  const appended = before.members.every((member, index) => after.members[index] === member);
  if (!appended) {
    return silentlyWrong(
      `a row event holds the number of a member of ${after.name}, not its name, and numbers change their names here`,
      `keep ${before.members.length} members as they are and append new ones at the end`,
    );
  }
  return bytes(before) === bytes(after) ? applies : grows(before, after);
}

function bytes({ dataType, members }: Column): number {
  if (dataType === 'enum') return members.length > 255 ? 2 : 1;
  const needed = Math.ceil(members.length / 8);
  return needed > 4 ? 8 : needed;
}
