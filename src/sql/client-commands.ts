/**
 * Words at the beginning of a statement that the mysql and mariadb clients (MySQL 9.7, MariaDB 10.11) run
 * themselves. No SQL statement begins with any of them but HELP. DELIMITER and USE are left out: they are read.
 */
export const CLIENT_COMMANDS: ReadonlySet<string> = new Set([
  'CHARSET',
  'CLEAR',
  'CONNECT',
  'EDIT',
  'EGO',
  'EXIT',
  'GO',
  'HELP',
  'NOPAGER',
  'NOTEE',
  'NOWARNING',
  'PAGER',
  'PRINT',
  'PROMPT',
  'QUERY_ATTRIBUTES',
  'QUIT',
  'REHASH',
  'RESETCONNECTION',
  'SANDBOX',
  'SOURCE',
  'SSL_SESSION_DATA_PRINT',
  'STATUS',
  'SYSTEM',
  'TEE',
  'WARNINGS',
]);
