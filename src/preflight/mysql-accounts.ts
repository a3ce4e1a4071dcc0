/** Accounts of MySQL 8.0.26 and later. A role is an account that is locked, and may be anybody's to activate. */
import { type AccountName, accountName, quoteAccount } from '../grants/account-name.js';
import type { Row } from '../server/connection.js';
import { type AccountRecord, bypassAccountsOf } from './bypass-accounts-of.js';
import type { AccountQueries, AccountRows } from './flavor-preflight.js';
import type { BypassAccount } from './server-facts.js';

export const mysqlAccountQueries: AccountQueries = {
  accounts: `SELECT u.User AS user, u.Host AS host, u.account_locked AS locked, u.Super_priv AS superPriv,
  u.Grant_priv AS grantPriv, @@global.mandatory_roles AS mandatory,
  'Y' IN (u.Insert_priv, u.Update_priv, u.Delete_priv, u.Create_priv, u.Drop_priv, u.Alter_priv, u.Execute_priv) AS writes,
  (SELECT GROUP_CONCAT(g.PRIV) FROM mysql.global_grants g WHERE g.USER = u.User AND g.HOST = u.Host
    AND g.PRIV IN ('CONNECTION_ADMIN', 'SYSTEM_VARIABLES_ADMIN')) AS dynamicPrivs,
  EXISTS (SELECT 1 FROM mysql.global_grants g WHERE g.USER = u.User AND g.HOST = u.Host
    AND g.PRIV = 'SYSTEM_USER') AS systemUser FROM mysql.user u`,
  roles:
    'SELECT TO_USER AS user, TO_HOST AS host, FROM_USER AS role, FROM_HOST AS roleHost FROM mysql.role_edges',
  writers: `SELECT User AS user, Host AS host FROM mysql.db WHERE ? LIKE Db
  AND 'Y' IN (Insert_priv, Update_priv, Delete_priv, Create_priv, Drop_priv, Alter_priv, Execute_priv)
UNION SELECT User, Host FROM mysql.tables_priv WHERE Db = ? AND Table_priv REGEXP 'Insert|Update|Delete|Drop|Alter'`,
};

export function readMysqlAccounts({ accounts, roles, writers }: AccountRows): readonly BypassAccount[] {
  return bypassAccountsOf({
    records: accounts.map(recordOf),
    held: roles.map(row => ({
      holder: accountName(row.user, row.host),
      role: accountName(row.role, row.roleHost),
    })),
    everybodys: parseMandatoryRoles(String(accounts[0]?.mandatory ?? '')),
    writers: writers === null ? null : new Set(writers.map(row => accountName(row.user, row.host))),
    quoteRole: quoteAccount,
  });
}

/** `super_read_only` keeps both out, but a passive is only `read_only` while a run changes it. */
function recordOf(row: Row): AccountRecord {
  const dynamic = String(row.dynamicPrivs ?? '').split(',');
  const isSuper = row.superPriv === 'Y' ? ['SUPER'] : [];
  return {
    name: accountName(row.user, row.host),
    passes: [...isSuper, ...dynamic.filter(name => name === 'CONNECTION_ADMIN')],
    opens: [...isSuper, ...dynamic.filter(name => name === 'SYSTEM_VARIABLES_ADMIN')],
    administrator: row.superPriv === 'Y' && row.grantPriv === 'Y',
    writes: Number(row.writes) === 1,
    locked: row.locked === 'Y',
    isRole: false,
  };
}

/** `everybody`, `` `r`@`%` ``, `'r'@'10.0.0.1'`, with commas between: the host `%` where none is given. */
export function parseMandatoryRoles(text: string): readonly AccountName[] {
  const name = '`[^`]+`|\'[^\']+\'|"[^"]+"|[^\\s,@`\'"]+';
  const plain = (quoted: string) => quoted.replace(/^[`'"]|[`'"]$/g, '');
  return Array.from(text.matchAll(new RegExp(`(${name})(?:\\s*@\\s*(${name}))?`, 'g')), match =>
    accountName(plain(match[1] ?? ''), plain(match[2] ?? '%')),
  );
}
