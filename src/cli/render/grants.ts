/** Accounts as a text that can be pasted into a client of either flavor: notes are comments. */
import type { AccountGrants, GrantPart } from '../../grants/account-grants.js';
import type { Colors } from '../output.js';

export function describeGrants(accounts: readonly AccountGrants[], colors: Colors): readonly string[] {
  return accounts
    .flatMap(({ parts }) => parts)
    .flatMap((part, index) => [...(index === 0 ? [] : ['']), ...linesOf(part, colors)]);
}

function linesOf({ notes, statements }: GrantPart, { dim }: Colors): readonly string[] {
  return [...notes.map(note => dim(`-- ${note}`)), ...statements.map(statement => `${statement};`)];
}
