/** What the accounts of a sandbox server are granted: no more than `grants/` says, so that every test proves it enough. */
import type { FlavorName } from '../flavor/flavor.js';
import { dbshiftPrivileges } from '../grants/dbshift-privileges.js';
import { grantStatements } from '../grants/grant-statements.js';
import { applicationPrivileges, replicationPrivileges } from '../grants/other-accounts.js';
import type { Grantable } from '../grants/privilege.js';
import { accountName } from './account-texts.js';
import type { Account } from './server-image.js';

/** Of every account but root, whose rights an image gives itself. */
export function grantAccounts(flavor: FlavorName, database: string): readonly string[] {
  return [
    ...grant('repl', replicationPrivileges),
    ...grant('app', applicationPrivileges(database)),
    ...grant('dbshift', dbshiftPrivileges(flavor, database)),
  ];
}

function grant(account: Account, privileges: readonly Grantable[]): readonly string[] {
  return grantStatements(privileges, { account: accountName(account), literalNames: false });
}
