import test from 'ava';
import { isGranted, parseGrants } from '../../src/preflight/parse-grants.js';

const server = { schema: null, table: null };
const app = { schema: 'app', table: null };

const grants = parseGrants([
  "GRANT RELOAD, BINLOG ADMIN ON *.* TO `d`@`%` IDENTIFIED BY PASSWORD '*0123'",
  'GRANT SELECT, UPDATE (a, b) ON `app`.* TO `d`@`%`',
  'GRANT ALL PRIVILEGES ON `my\\_app%`.* TO `d`@`%` WITH GRANT OPTION',
  'GRANT SELECT ON `mysql`.`global_priv` TO `d`@`%`',
  'GRANT `some_role` TO `d`@`%`',
  'GRANT EXECUTE ON PROCEDURE `app`.`p` TO `d`@`%`',
]);

test('a privilege of the server counts in every schema', t => {
  t.true(isGranted(grants, 'RELOAD', server));
  t.true(isGranted(grants, 'BINLOG ADMIN', app));
});

test('a privilege of a schema does not count on the server, and a table not for its schema', t => {
  t.true(isGranted(grants, 'SELECT', app));
  t.false(isGranted(grants, 'SELECT', server));
  t.true(isGranted(grants, 'SELECT', { schema: 'mysql', table: 'global_priv' }));
  t.false(isGranted(grants, 'SELECT', { schema: 'mysql', table: null }));
  t.false(isGranted(grants, 'SELECT', { schema: 'mysql', table: 'roles_mapping' }));
});

test('a privilege on some columns is none on the table', t => {
  t.false(isGranted(grants, 'UPDATE', app));
});

test('a privilege on a program is none on the schema', t => {
  t.false(isGranted(grants, 'EXECUTE', app));
});

test('an escaped underscore is itself, a percent sign is anything', t => {
  t.true(isGranted(grants, 'DROP', { schema: 'my_app_1', table: null }));
  t.false(isGranted(grants, 'DROP', { schema: 'myxapp', table: null }));
});

test('a name with characters that mean something elsewhere is only itself', t => {
  const odd = parseGrants(['GRANT DROP ON `a.b``c`.* TO `d`@`%`']);
  t.true(isGranted(odd, 'DROP', { schema: 'a.b`c', table: null }));
  t.false(isGranted(odd, 'DROP', { schema: 'axb`c', table: null }));
});
