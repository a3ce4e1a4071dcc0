/** Accounts of MariaDB 10.11 and 11.x, from `mysql.global_priv`: its JSON is the only place with every privilege. */
import { type AccountName, accountName } from '../grants/account-name.js';
import type { Row } from '../server/connection.js';
import { type AccountRecord, bypassAccountsOf } from './bypass-accounts-of.js';
import type { AccountQueries, AccountRows } from './flavor-preflight.js';
import type { BypassAccount } from './server-facts.js';

export const mariadbAccountQueries: AccountQueries = {
  // The column `Priv` also holds password hashes: only these members leave the server.
  accounts: `SELECT User AS user, Host AS host, JSON_VALUE(Priv, '$.access') AS access,
  JSON_VALUE(Priv, '$.version_id') AS version, JSON_VALUE(Priv, '$.account_locked') AS locked,
  JSON_VALUE(Priv, '$.is_role') AS isRole FROM mysql.global_priv`,
  roles: 'SELECT User AS user, Host AS host, Role AS role FROM mysql.roles_mapping',
  writers: `SELECT User AS user, Host AS host FROM mysql.db WHERE ? LIKE Db
  AND 'Y' IN (Insert_priv, Update_priv, Delete_priv, Create_priv, Drop_priv, Alter_priv, Execute_priv)
UNION SELECT User, Host FROM mysql.tables_priv WHERE Db = ? AND Table_priv REGEXP 'Insert|Update|Delete|Drop|Alter'`,
};

/** Since 10.11 privileges may be granted to everybody, as to a role of that name. */
const everybody = 'PUBLIC@';

export function readMariadbAccounts({ accounts, roles, writers }: AccountRows): readonly BypassAccount[] {
  return bypassAccountsOf({
    records: accounts.map(recordOf),
    held: roles.map(row => ({ holder: accountName(row.user, row.host), role: accountName(row.role, '') })),
    everybodys: [everybody],
    writers: writers === null ? null : new Set(writers.map(row => accountName(row.user, row.host))),
    quoteRole,
  });
}

/** Bits of `access`, from MariaDB's own `privilege_t`. */
const bits = { grant: 1n << 10n, super: 1n << 15n, readOnlyAdmin: 1n << 33n };
/** INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, EXECUTE on every schema. */
const writeBits = 0b111110n | (1n << 13n) | (1n << 18n);

function recordOf(row: Row): AccountRecord {
  const access = BigInt.asUintN(64, BigInt(String(row.access ?? 0)));
  const has = (bit: bigint) => (access & bit) !== 0n;
  const passes = [
    ...(has(bits.readOnlyAdmin) ? ['READ_ONLY ADMIN'] : []),
    // An account written before 10.11.0 has the bypass with SUPER (tried by writing such records).
    ...(has(bits.super) && Number(row.version ?? 0) < 101_100 ? ['SUPER'] : []),
  ];
  return {
    name: accountName(row.user, row.host),
    passes,
    opens: passes,
    administrator: has(bits.super) && has(bits.grant),
    writes: has(writeBits),
    locked: String(row.locked) === '1' || String(row.locked) === 'true',
    isRole: row.isRole !== null && row.isRole !== undefined,
  };
}

/** PUBLIC is a word of the language, not a name. */
function quoteRole(name: AccountName): string {
  return name === everybody ? 'PUBLIC' : `'${name.slice(0, -1).replaceAll("'", "''")}'`;
}
