import test from 'ava';
import { type Holder, isGranted } from '../../src/grants/is-granted.js';
import { parseGrants } from '../../src/grants/parse-grants.js';
import type { Place } from '../../src/grants/privilege.js';

const server: Place = { kind: 'server' };
const schema = (name: string): Place => ({ kind: 'schema', schema: name });
const table = (name: string, columns?: readonly string[]): Place => ({
  kind: 'table',
  schema: 'mysql',
  table: name,
  ...(columns === undefined ? {} : { columns }),
});

const holder = (lines: readonly string[], literalNames = false): Holder => ({
  ...parseGrants(lines),
  literalNames,
});
const has = (of: Holder, name: string, place: Place): boolean => isGranted(of, { name, place });

const ours = holder([
  "GRANT RELOAD, BINLOG ADMIN, REPLICA MONITOR ON *.* TO `d`@`%` IDENTIFIED BY PASSWORD '*0123'",
  'GRANT SELECT, UPDATE (a, b) ON `app`.* TO `d`@`%`',
  'GRANT ALL PRIVILEGES ON `my\\_app%`.* TO `d`@`%` WITH GRANT OPTION',
  'GRANT SELECT ON `mysql`.`global_priv` TO `d`@`%`',
  'GRANT SELECT (`Host`, `User`), INSERT ON `mysql`.`user` TO `d`@`%`',
  'GRANT `r1`@`%`,`r2`@`%` TO `d`@`%`',
  'GRANT `r``3` TO `d`@`%`',
  'GRANT PROCESS ON *.* TO `r1`',
  'SET DEFAULT ROLE `r1` FOR `d`@`%`',
  'GRANT EXECUTE ON PROCEDURE `app`.`p` TO `d`@`%`',
]);

test('a privilege of the server counts in every schema', t => {
  t.true(has(ours, 'RELOAD', server));
  t.true(has(ours, 'BINLOG ADMIN', schema('app')));
});

test('a privilege of a schema does not count on the server, and a table not for its schema', t => {
  t.true(has(ours, 'SELECT', schema('app')));
  t.false(has(ours, 'SELECT', server));
  t.true(has(ours, 'SELECT', table('global_priv')));
  t.false(has(ours, 'SELECT', schema('mysql')));
  t.false(has(ours, 'SELECT', table('roles_mapping')));
});

test('a privilege on some columns is none on the table, and one on those columns', t => {
  t.false(has(ours, 'UPDATE', schema('app')));
  t.false(has(ours, 'SELECT', table('user')));
  t.true(has(ours, 'INSERT', table('user')));
  t.true(has(ours, 'SELECT', table('user', ['User', 'Host'])));
  t.false(has(ours, 'SELECT', table('user', ['User', 'Super_priv'])));
  t.true(has(ours, 'SELECT', table('global_priv', ['User'])));
});

test('a privilege on a program is none on the schema', t => {
  t.false(has(ours, 'EXECUTE', schema('app')));
});

test('an escaped underscore is itself, a percent sign is anything', t => {
  t.true(has(ours, 'DROP', schema('my_app_1')));
  t.false(has(ours, 'DROP', schema('myxapp')));
});

test('a name with characters that mean something elsewhere is only itself', t => {
  const odd = holder(['GRANT DROP ON `a.b``c`.* TO `d`@`%`']);
  t.true(has(odd, 'DROP', schema('a.b`c')));
  t.false(has(odd, 'DROP', schema('axb`c')));
});

test('what active roles bring counts, and roles are named whether they are active or not', t => {
  t.true(has(ours, 'PROCESS', server));
  t.deepEqual(ours.roles, ['`r1`@`%`', '`r2`@`%`', '`r``3`']);
});

test('a privilege under another word is the same', t => {
  t.true(has(ours, 'SLAVE MONITOR', server));
  t.true(isGranted(ours, { name: 'NEW NAME', or: ['RELOAD'], place: server }));
});

test('schemas that begin alike are covered by a pattern that all of them match', t => {
  const scratch: Place = { kind: 'schemas', prefix: 's_' };
  t.true(has(holder(['GRANT DROP ON `s\\_%`.* TO `d`@`%`']), 'DROP', scratch));
  t.true(has(holder(['GRANT DROP ON `s%`.* TO `d`@`%`']), 'DROP', scratch));
  t.false(has(holder(['GRANT DROP ON `s\\_x`.* TO `d`@`%`']), 'DROP', scratch));
  t.false(has(holder(['GRANT DROP ON `s\\__`.* TO `d`@`%`']), 'DROP', scratch));
});

test('where names are no patterns, neither a wildcard nor an escaped name matches', t => {
  const literal = holder(
    [
      'GRANT DROP ON `my_app`.* TO `d`@`%`',
      'GRANT DROP ON `a\\_b`.* TO `d`@`%`',
      'GRANT DROP ON `s%`.* TO `d`@`%`',
    ],
    true,
  );
  t.true(has(literal, 'DROP', schema('my_app')));
  t.false(has(literal, 'DROP', schema('a_b')));
  t.false(has(literal, 'DROP', { kind: 'schemas', prefix: 's_' }));
});

test('what was taken out of a global grant for a schema is missing there, unless the schema gives it', t => {
  const lines = ['GRANT SELECT, INSERT ON *.* TO `d`@`%`', 'REVOKE INSERT ON `app`.* FROM `d`@`%`'];
  t.false(has(holder(lines), 'INSERT', schema('app')));
  t.true(has(holder(lines), 'SELECT', schema('app')));
  t.true(has(holder(lines), 'INSERT', schema('other')));
  t.true(has(holder([...lines, 'GRANT INSERT ON `app`.* TO `d`@`%`']), 'INSERT', schema('app')));
});
