/**
 * Database and accounts of a MySQL sandbox server, as statements of its first start. The same on both sides and
 * never in a binlog. Nobody but root has more than `grants/` says: `app` must not pass through read_only.
 */
import { grantAccounts } from './account-grants.js';
import { accountName, createAccount, createDatabase } from './account-texts.js';
import { accounts, type SetUpSettings } from './server-image.js';

/** One statement an element; root is last, so that whoever can log in as root knows that everything before worked. */
export function mysqlSetUp({ database, passwords }: SetUpSettings): readonly string[] {
  const others = accounts.filter(account => account !== 'root');
  return [
    'SET SESSION sql_log_bin = 0',
    createDatabase(database),
    ...others.map(account => createAccount(account, passwords[account])),
    ...grantAccounts('mysql', database),
    ...mysqlSetUpRoot(passwords.root),
  ];
}

/** For a server that nobody else logs in to. The root that initialising made may log in over the socket alone. */
export function mysqlSetUpRoot(password: string): readonly string[] {
  return [
    'SET SESSION sql_log_bin = 0',
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}'`,
    createAccount('root', password),
    `GRANT ALL PRIVILEGES ON *.* TO ${accountName('root')} WITH GRANT OPTION`,
  ];
}
