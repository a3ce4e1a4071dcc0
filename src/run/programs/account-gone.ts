/** What is told of a grant that nobody can be given any more. */
import type { Finding } from '../../errors.js';
import { programTitle } from '../../programs/program.js';
import type { RoutineGrant } from '../../programs/routine-grant.js';

/** `server`: as labels name it. */
export function accountGone({ account, privileges, ...id }: RoutineGrant, server: string): Finding {
  return {
    id: 'account-gone',
    where: programTitle(id),
    message: `${account} had ${privileges.join(', ')}, and is gone from ${server}: it gets nothing back`,
  };
}
