/**
 * Database and accounts of a MySQL sandbox server, as statements of its first start. The same on both sides and
 * never in a binlog. `dbshift` gets the least that the whole flow needs (each privilege tried alone, 9.7.4): nobody
 * but root has SYSTEM_USER, and `app` must not pass through read_only.
 */
import { accountName, createAccount, createDatabase, everythingIn } from './account-texts.js';
import { accounts, type SetUpSettings } from './server-image.js';

/** One statement an element; root is last, so that whoever can log in as root knows that everything before worked. */
export function mysqlSetUp({ database, passwords }: SetUpSettings): readonly string[] {
  const others = accounts.filter(account => account !== 'root');
  return [
    'SET SESSION sql_log_bin = 0',
    createDatabase(database),
    ...others.map(account => createAccount(account, passwords[account])),
    `GRANT REPLICATION SLAVE ON *.* TO ${accountName('repl')}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON ${everythingIn(database)} TO ${accountName('app')}`,
    ...grantsOfDbshift(database),
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

/** The tables of `mysql` tell who passes read_only; the consumer of stages tells how far an ALTER is. */
function grantsOfDbshift(database: string): string[] {
  const server = [
    'SYSTEM_VARIABLES_ADMIN',
    'CONNECTION_ADMIN',
    'REPLICATION_SLAVE_ADMIN',
    'REPLICATION CLIENT',
    'REPLICATION SLAVE',
    'PROCESS',
    'SET_ANY_DEFINER',
    'SHOW_ROUTINE',
    'BACKUP_ADMIN',
    'XA_RECOVER_ADMIN',
  ];
  const schema = [
    ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'DROP', 'INDEX', 'REFERENCES'],
    ...['CREATE ROUTINE', 'ALTER ROUTINE', 'EXECUTE', 'TRIGGER', 'CREATE VIEW', 'SHOW VIEW', 'EVENT'],
    ...['LOCK TABLES', 'CREATE TEMPORARY TABLES'],
  ];
  const catalogs = ['user', 'global_grants', 'role_edges'];
  const dbshift = accountName('dbshift');
  return [
    `GRANT ${server.join(', ')} ON *.* TO ${dbshift}`,
    `GRANT ${schema.join(', ')} ON ${everythingIn(database)} TO ${dbshift}`,
    `GRANT ALL PRIVILEGES ON \`dbshift\`.* TO ${dbshift}`,
    `GRANT ALL PRIVILEGES ON \`dbshift\\_scratch%\`.* TO ${dbshift}`,
    `GRANT SELECT ON performance_schema.* TO ${dbshift}`,
    `GRANT UPDATE ON performance_schema.setup_consumers TO ${dbshift}`,
    ...catalogs.map(table => `GRANT SELECT ON mysql.${table} TO ${dbshift}`),
  ];
}
