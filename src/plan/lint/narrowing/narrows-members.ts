/** ENUM and SET: an ALTER goes by the names of the members, so their order does not matter here. */
import type { Column } from '../../structure.js';
import { typeFamily } from '../../verdict/type-family.js';
import { holdsCharacters } from './text-capacity.js';

export function narrowsMembers(before: Column, after: Column): string | null {
  switch (typeFamily(after)) {
    case 'enum':
    case 'set':
      return toMembers(before, after);
    case 'text':
      return toText(before, after);
    default:
      return 'members are numbers or bytes there, and no names';
  }
}

function toMembers(before: Column, after: Column): string | null {
  if (before.dataType === 'set' && after.dataType === 'enum') return 'a value of several members is lost';
  const lost = before.members.filter(member => !after.members.includes(member));
  return lost.length === 0 ? null : `lost: ${lost.map(member => `'${member}'`).join(', ')}`;
}

function toText(before: Column, after: Column): string | null {
  const lengths = before.members.map(member => [...member].length);
  const longest =
    before.dataType === 'set'
      ? lengths.reduce((sum, length) => sum + length + 1, -1)
      : Math.max(0, ...lengths);
  if (!before.members.every(member => isWritable(member, before, after)))
    return `characters that ${after.charset} does not have are lost`;
  return holdsCharacters(after, longest) ? null : 'longer members do not fit';
}

/** ASCII is the same in every set; utf8mb4 has all. */
function isWritable(member: string, before: Column, after: Column): boolean {
  return after.charset === before.charset || after.charset === 'utf8mb4' || /^[ -~]*$/u.test(member);
}
