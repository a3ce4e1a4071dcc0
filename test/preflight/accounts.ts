/** Rows of the catalogs that a server cannot easily be brought to have. */
import test from 'ava';
import { readMariadbAccounts } from '../../src/preflight/mariadb-accounts.js';
import { mariadbPreflight } from '../../src/preflight/mariadb-preflight.js';
import { parseMandatoryRoles, readMysqlAccounts } from '../../src/preflight/mysql-accounts.js';
import { mysqlPreflight } from '../../src/preflight/mysql-preflight.js';

const readOnlyAdmin = String(2n ** 33n);

test('GRANT ALL is a number that no double holds', t => {
  const access = '18446744073709551615';
  const [account] = readMariadbAccounts({
    accounts: [{ user: 'x', host: '%', access, version: '101119', locked: null, isRole: null }],
    roles: [],
    writers: null,
  });
  t.like(account, { name: 'x@%', kind: 'passes', administrator: true, writes: true });
});

test('nobody logs in as a role, and who holds it passes by it', t => {
  const accounts = [
    { user: 'r', host: '', access: readOnlyAdmin, version: '101119', locked: null, isRole: 'true' },
    { user: 'x', host: '%', access: '0', version: '101119', locked: null, isRole: null },
    { user: 'y', host: '%', access: '0', version: '101119', locked: null, isRole: null },
  ];
  const found = readMariadbAccounts({ accounts, roles: [{ user: 'x', host: '%', role: 'r' }], writers: [] });
  t.deepEqual(
    found.map(({ name, role, writes }) => [name, role, writes]),
    [['x@%', "'r'", false]],
  );
});

test('mandatory roles are read as they are written', t => {
  t.deepEqual(parseMandatoryRoles("`role1`@`%`, role2,'r3'@'10.0.0.1' , r4@host"), [
    'role1@%',
    'role2@%',
    'r3@10.0.0.1',
    'r4@host',
  ]);
  t.deepEqual(parseMandatoryRoles(''), []);
});

test('MySQL: one that passes is refused for that, also when it could switch read_only off as well', t => {
  const row = {
    user: 'x',
    host: '%',
    locked: 'N',
    superPriv: 'N',
    grantPriv: 'N',
    writes: '1',
    mandatory: '',
  };
  const read = (dynamicPrivs: string | null) =>
    readMysqlAccounts({ accounts: [{ ...row, dynamicPrivs }], roles: [], writers: [] });
  t.is(read('CONNECTION_ADMIN,SYSTEM_VARIABLES_ADMIN')[0]?.kind, 'passes');
  t.is(read('SYSTEM_VARIABLES_ADMIN')[0]?.kind, 'opens');
  t.deepEqual(read(null), []);
});

test('Galera and group replication are seen, and a server without them is none', t => {
  const clusterOf = ({ readSettings }: typeof mariadbPreflight, name: string, value: string) =>
    readSettings(new Map([[name, value]])).clustering;
  t.is(clusterOf(mariadbPreflight, 'wsrep_on', 'ON'), 'galera');
  t.is(clusterOf(mariadbPreflight, 'wsrep_on', 'OFF'), null);
  t.is(clusterOf(mysqlPreflight, 'group_replication_group_name', 'aaaa-aaaa'), 'group replication');
  t.is(clusterOf(mysqlPreflight, 'group_replication_group_name', ''), null);
});
