/** Programs whose text the account may not see: nobody can say whether they changed. Pure. */
import type { Finding } from '../errors.js';
import type { FlavorName } from '../flavor/flavor.js';
import { type Deployed, isHidden, type ProgramKind, programTitle } from './program.js';

/** One finding for each. `server` is where they are, for messages. */
export function hiddenPrograms(
  deployed: readonly Deployed[],
  server: string,
  flavor: FlavorName,
): readonly Finding[] {
  return deployed.filter(isHidden).map(program => ({
    id: 'hidden-program',
    where: `${programTitle(program)} on ${server}`,
    message: 'the account may not see its text, so nobody can say whether it changed',
    hint: `grant it ${privilege(program.kind, flavor)}: dbshift grants prints the statements`,
  }));
}

/** What shows the text of a program that belongs to somebody else (routines: 10.11 and 9.7, tested). */
function privilege(kind: ProgramKind, flavor: FlavorName): string {
  switch (kind) {
    case 'function':
    case 'procedure':
      return flavor === 'mariadb' ? 'SELECT on mysql.proc' : 'SHOW_ROUTINE';
    case 'view':
      return 'SHOW VIEW and SELECT on the database';
    case 'trigger':
      return 'TRIGGER on the database';
    case 'event':
      return 'EVENT on the database';
    default: {
      const never: never = kind;
      return never;
    }
  }
}
