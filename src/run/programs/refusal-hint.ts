/** What to do where a server refuses to make or to drop a program, by its number. */
import { errno } from '../../server/errno.js';
import type { ServerError } from '../../server/server-error.js';

export function refusalHint(refused: ServerError): { readonly hint?: string } {
  const hint = refused.errno === null ? undefined : hints[refused.errno];
  return hint === undefined ? {} : { hint };
}

/** MySQL lets only accounts with SYSTEM_USER make or drop what belongs to one that has it (9.7, tested). */
const hints: Readonly<Record<number, string>> = {
  [errno.privilege]:
    'the account may not act for the definer: `dbshift grants` prints what that takes. On MySQL a program of an account with SYSTEM_USER, such as root, is made and dropped only by one that has it too: let root drop it on both servers, and name a definer without that privilege',
};
