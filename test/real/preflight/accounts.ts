/** Accounts and stored programs that write on a read-only server, on a real pair. */
import { preflight } from '../../helpers/preflight.js';
import { preflightLab } from '../../helpers/preflight-lab.js';
import { mariadbTest, mysqlTest } from '../../helpers/server-test.js';
import { sessionOn } from '../../helpers/servers.js';

const { names, check } = preflightLab();

const intruder = "'intruder'@'127.0.0.1'";
const unlogged = 'SET sql_log_bin = 0';
const create = [unlogged, `CREATE USER ${intruder}`, `GRANT SELECT, INSERT ON app.* TO ${intruder}`];
const passes = { mariadb: 'READ_ONLY ADMIN', mysql: 'CONNECTION_ADMIN' };

names('an application account that passes through read_only', {
  id: 'bypass-accounts',
  message: {
    mariadb: /'intruder'@'127\.0\.0\.1' writes although the server is read-only \(READ_ONLY ADMIN\)/,
    mysql: /'intruder'@'127\.0\.0\.1' writes although the server is read-only \(CONNECTION_ADMIN\)/,
  },
  hint: /^REVOKE .* ON \*\.\* FROM 'intruder'@'127\.0\.0\.1'$/,
  a: {
    mariadb: [...create, `GRANT ${passes.mariadb} ON *.* TO ${intruder}`],
    mysql: [...create, `GRANT ${passes.mysql} ON *.* TO ${intruder}`],
  },
});

const byRole = (privilege: string) => [
  ...create,
  'CREATE ROLE inner_role',
  'CREATE ROLE outer_role',
  `GRANT ${privilege} ON *.* TO inner_role`,
  'GRANT inner_role TO outer_role',
  `GRANT outer_role TO ${intruder}`,
];

names('an application account that passes through read_only by a role of a role', {
  id: 'bypass-accounts',
  where: 'b',
  message:
    /'intruder'@'127\.0\.0\.1' writes although the server is read-only \(\w+[ _]\w+ by role 'inner_role'/,
  hint: /REVOKE .* ON \*\.\* FROM 'inner_role'/,
  b: { mariadb: byRole(passes.mariadb), mysql: byRole(passes.mysql) },
});

names('an application account with all privileges and without the right to grant', {
  id: 'bypass-accounts',
  message: /'intruder'@'127\.0\.0\.1' writes although/,
  a: [unlogged, `CREATE USER ${intruder}`, `GRANT ALL ON *.* TO ${intruder}`],
});

names(
  'an application account from before 10.11, whose SUPER passes through read_only',
  {
    id: 'bypass-accounts',
    message: /'intruder'@'127\.0\.0\.1' writes although/,
    a: [
      ...create,
      `GRANT SUPER ON *.* TO ${intruder}`,
      `UPDATE mysql.global_priv SET Priv = JSON_SET(Priv, '$.version_id', 100621) WHERE User = 'intruder'`,
    ],
  },
  mariadbTest,
);

names(
  'a right that everybody has by the role PUBLIC',
  {
    id: 'bypass-accounts',
    message:
      /'intruder'@'127\.0\.0\.1' writes although the server is read-only \(READ_ONLY ADMIN by role PUBLIC\)/,
    a: [...create, 'GRANT READ_ONLY ADMIN ON *.* TO PUBLIC'],
  },
  mariadbTest,
);

names(
  'a right that everybody has by a mandatory role',
  {
    id: 'bypass-accounts',
    message:
      /'intruder'@'127\.0\.0\.1' writes although the server is read-only \(CONNECTION_ADMIN by role 'everybody'@'%'\)/,
    a: [
      ...create,
      'CREATE ROLE everybody',
      'GRANT CONNECTION_ADMIN ON *.* TO everybody',
      "SET GLOBAL mandatory_roles = 'everybody'",
    ],
  },
  mysqlTest,
);

names(
  'an application account that could switch read_only off, as a warning',
  {
    id: 'bypass-accounts',
    severity: 'warn',
    message: /'intruder'@'127\.0\.0\.1' may switch read_only off and write then \(SYSTEM_VARIABLES_ADMIN\)/,
    a: [...create, `GRANT SYSTEM_VARIABLES_ADMIN ON *.* TO ${intruder}`],
  },
  mysqlTest,
);

names('administrators, as a warning', {
  id: 'bypass-accounts',
  severity: 'warn',
  where: 'both',
  message: /administrators write although a server is read-only: .*'root'@'localhost'/,
});

names('a procedure whose definer passes through read_only', {
  id: 'definer-programs',
  message: /procedure register runs as 'root'@'localhost', so its callers write/,
  a: [
    unlogged,
    'CREATE TABLE app.t (id INT PRIMARY KEY)',
    "CREATE DEFINER = 'root'@'localhost' PROCEDURE app.register() INSERT INTO app.t VALUES (1)",
    "CREATE DEFINER = 'root'@'localhost' PROCEDURE app.look() SELECT * FROM app.t",
    "CREATE DEFINER = 'root'@'localhost' PROCEDURE app.own() SQL SECURITY INVOKER INSERT INTO app.t VALUES (1)",
  ],
});

names('a procedure whose definer nobody can log in as, and who passes all the same', {
  id: 'definer-programs',
  where: 'b',
  message: /procedure register runs as 'ghost'@'localhost', so its callers write/,
  b: {
    mariadb: ghost(passes.mariadb),
    mysql: ghost(passes.mysql),
  },
});

function ghost(privilege: string): readonly string[] {
  return [
    unlogged,
    "CREATE USER 'ghost'@'localhost' ACCOUNT LOCK",
    `GRANT ${privilege} ON *.* TO 'ghost'@'localhost'`,
    'CREATE TABLE app.t (id INT PRIMARY KEY)',
    "CREATE DEFINER = 'ghost'@'localhost' PROCEDURE app.register() INSERT INTO app.t VALUES (1)",
  ];
}

check(
  'a procedure writes on a read-only server as its definer may; a function and a view do not',
  async (t, { pair, b }) => {
    const asRoot = "CREATE DEFINER = 'root'@'localhost'";
    for (const sql of [
      unlogged,
      'SET GLOBAL log_bin_trust_function_creators = 1',
      'CREATE TABLE app.t (id INT PRIMARY KEY AUTO_INCREMENT, n INT)',
      `${asRoot} PROCEDURE app.p() INSERT INTO app.t (n) VALUES (1)`,
      `${asRoot} FUNCTION app.f() RETURNS INT BEGIN INSERT INTO app.t (n) VALUES (2); RETURN 1; END`,
      `${asRoot} VIEW app.v AS SELECT * FROM app.t`,
    ])
      await b.send(sql);
    const found = (await preflight(pair)).filter(({ id }) => id === 'definer-programs');
    t.deepEqual(
      found.map(({ message }) => message.split(' runs', 1)[0]),
      ['procedure p'],
    );
    const app = await sessionOn(t, pair, 'b', 'app');
    await app.rows('CALL app.p()');
    for (const sql of [
      'SELECT app.f()',
      'DO app.f()',
      'SET @x = app.f()',
      'INSERT INTO app.v (n) VALUES (3)',
    ])
      await t.throwsAsync(app.rows(sql), { message: /\b1290\b/ }, sql);
    t.deepEqual(await b.rows('SELECT n FROM app.t'), [{ n: 1 }]);
  },
);
