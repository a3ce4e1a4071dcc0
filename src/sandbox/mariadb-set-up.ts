/**
 * Database and accounts of a MariaDB sandbox server, as statements of its first start. The same on both sides and
 * never in a binlog. `dbshift` gets the least that the whole flow needs (each privilege tried alone, 10.11):
 * nobody but root has SUPER, and `app` must not pass through read_only.
 */
import { accountName, createAccount, createDatabase, everythingIn } from './account-texts.js';
import { accounts, type SetUpSettings } from './server-image.js';

/**
 * One statement an element. An init file that fails goes no further, so root is last: whoever can log in as root
 * knows that everything before worked.
 */
export function mariadbSetUp({ database, passwords }: SetUpSettings): readonly string[] {
  const others = accounts.filter(account => account !== 'root');
  return [
    'SET SESSION sql_log_bin = 0',
    createDatabase(database),
    ...others.map(account => createAccount(account, passwords[account])),
    `GRANT REPLICATION SLAVE ON *.* TO ${accountName('repl')}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON ${everythingIn(database)} TO ${accountName('app')}`,
    ...grantsOfDbshift(database),
    ...mariadbSetUpRoot(passwords.root),
  ];
}

/** For a server that nobody else logs in to. */
export function mariadbSetUpRoot(password: string): readonly string[] {
  return [
    'SET SESSION sql_log_bin = 0',
    createAccount('root', password),
    `GRANT ALL PRIVILEGES ON *.* TO ${accountName('root')} WITH GRANT OPTION`,
  ];
}

/** RELOAD is for FLUSH TABLES WITH READ LOCK at the fence; the tables of `mysql` tell who passes read_only. */
function grantsOfDbshift(database: string): string[] {
  const server = [
    'READ_ONLY ADMIN',
    'BINLOG ADMIN',
    'BINLOG MONITOR',
    'REPLICATION SLAVE ADMIN',
    'REPLICA MONITOR',
    'CONNECTION ADMIN',
    'PROCESS',
    'SET USER',
    'RELOAD',
  ];
  const schema = [
    ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES'],
    ...['CREATE ROUTINE', 'ALTER ROUTINE', 'EXECUTE', 'TRIGGER', 'CREATE VIEW', 'SHOW VIEW', 'EVENT'],
    ...['LOCK TABLES', 'CREATE TEMPORARY TABLES'],
  ];
  const catalogs = ['proc', 'user', 'global_priv', 'roles_mapping'];
  const dbshift = accountName('dbshift');
  return [
    `GRANT ${server.join(', ')} ON *.* TO ${dbshift}`,
    `GRANT ${schema.join(', ')} ON ${everythingIn(database)} TO ${dbshift}`,
    `GRANT ALL PRIVILEGES ON \`dbshift\`.* TO ${dbshift}`,
    `GRANT ALL PRIVILEGES ON \`dbshift\\_scratch%\`.* TO ${dbshift}`,
    ...catalogs.map(table => `GRANT SELECT ON mysql.${table} TO ${dbshift}`),
  ];
}
