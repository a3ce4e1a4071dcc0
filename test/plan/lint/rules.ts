/** Each rule fires on what it is about, and not on what only looks like it. */
import test from 'ava';
import { rules } from '../../../src/plan/lint/rules.js';
import type { Table } from '../../../src/plan/structure.js';
import { lintOne, showing } from '../../helpers/linted.js';
import { column, notNull, table } from '../../helpers/structures.js';

const id = column('id', 'int', notNull);
const name = column('name', 'varchar(50)');
const users = table('users', [id, name]);
const child = table('child', [id], {
  foreignKeys: [
    {
      name: 'fk',
      columns: ['id'],
      referencedTable: 'users',
      referencedColumns: ['id'],
      onDelete: 'RESTRICT',
      onUpdate: 'RESTRICT',
    },
  ],
});
const wide = (count: number) =>
  table('users', [id, ...Array.from({ length: count }, (_, at) => column(`c${at}`, 'varchar(60)'))]);
const bigId = column('id', 'bigint', notNull);
const virtual = column('v', 'int', { generated: 'virtual', expression: 'id + 1' });
const historic = table('users', [id, name], {
  create: 'CREATE TABLE `users` (\n) ENGINE=InnoDB WITH SYSTEM VERSIONING',
});

type Tables = Readonly<Record<string, Table | null>>;
type Case = readonly [sql: string, after: Tables, before?: readonly Table[]];

/** Of each rule one case that fires and one that comes close. */
const cases: Readonly<Record<string, { readonly fires: Case; readonly passes: Case }>> = {
  'drop-table': {
    fires: ['DROP TABLE users', { users: null }],
    passes: ['RENAME TABLE users TO people', { users: null, people: table('people', [id, name]) }],
  },
  'replace-table': {
    fires: ['CREATE OR REPLACE TABLE users (id INT PRIMARY KEY, name VARCHAR(50))', {}],
    passes: ['CREATE TABLE IF NOT EXISTS users (id INT PRIMARY KEY)', {}],
  },
  'truncate-table': {
    fires: ['TRUNCATE TABLE `users`', {}],
    passes: ['ALTER TABLE users FORCE', {}],
  },
  'drop-column': {
    fires: ['ALTER TABLE users DROP name', { users: table('users', [id]) }],
    passes: ['ALTER TABLE users DROP v', { users }, [table('users', [id, name, virtual])]],
  },
  'narrows-column': {
    fires: [
      'ALTER TABLE users MODIFY name TINYTEXT',
      { users: table('users', [id, column('name', 'tinytext')]) },
      [table('users', [id, column('name', 'varchar(200)')])],
    ],
    passes: [
      'ALTER TABLE users MODIFY name TINYTEXT',
      { users: table('users', [id, column('name', 'tinytext')]) },
    ],
  },
  'drop-history': {
    fires: ['ALTER TABLE users DROP SYSTEM VERSIONING', { users }, [historic]],
    passes: ['ALTER TABLE users ADD SYSTEM VERSIONING', { users: historic }],
  },
  'drop-partition': {
    fires: ['ALTER TABLE users DROP PARTITION p', {}],
    passes: ['ALTER TABLE users REORGANIZE PARTITION p INTO (PARTITION q VALUES LESS THAN (9))', {}],
  },
  'truncate-partition': {
    fires: ['ALTER TABLE users TRUNCATE PARTITION p', {}],
    passes: ['ALTER TABLE users REBUILD PARTITION p', {}],
  },
  'exchange-partition': {
    fires: ['ALTER TABLE users EXCHANGE PARTITION p WITH TABLE child', {}],
    passes: ['ALTER TABLE users COALESCE PARTITION 2', {}],
  },
  'discard-tablespace': {
    fires: ['ALTER TABLE users DISCARD TABLESPACE', {}],
    passes: ['ALTER TABLE users ENGINE = InnoDB', {}],
  },
  'import-tablespace': {
    fires: ['ALTER TABLE users IMPORT PARTITION p TABLESPACE', {}],
    passes: ["ALTER TABLE users COMMENT = 'IMPORT TABLESPACE'", {}],
  },
  'breaks-application-drop': {
    fires: ['ALTER TABLE users DROP v', { users }, [table('users', [id, name, virtual])]],
    passes: [
      'ALTER TABLE users DROP INDEX i',
      { users: table('users', [id, name], { create: 'without i' }) },
    ],
  },
  'breaks-application-rename': {
    fires: [
      'ALTER TABLE users CHANGE name full_name VARCHAR(50)',
      { users: table('users', [id, column('full_name', 'varchar(50)')]) },
    ],
    passes: [
      'ALTER TABLE users CHANGE name NAME VARCHAR(50)',
      { users: table('users', [id, column('NAME', 'varchar(50)')]) },
    ],
  },
  'breaks-application-type': {
    fires: [
      'ALTER TABLE users MODIFY id VARCHAR(20)',
      { users: table('users', [column('id', 'varchar(20)', notNull), name]) },
    ],
    passes: ['ALTER TABLE users MODIFY id BIGINT', { users: table('users', [bigId, name]) }],
  },
  'zero-date': {
    fires: [
      'ALTER TABLE users ADD d DATE NOT NULL',
      { users: table('users', [id, name, column('d', 'date', notNull)]) },
    ],
    passes: [
      'ALTER TABLE users ADD d TIMESTAMP NOT NULL',
      { users: table('users', [id, name, column('d', 'timestamp', notNull)]) },
    ],
  },
  'not-null-without-default': {
    fires: [
      'ALTER TABLE users ADD n INT NOT NULL',
      { users: table('users', [id, name, column('n', 'int', notNull)]) },
    ],
    passes: [
      'ALTER TABLE users ADD n INT NOT NULL DEFAULT 0',
      {
        users: table('users', [
          id,
          name,
          column('n', 'int', { nullable: false, default: { kind: 'literal', value: '0' } }),
        ]),
      },
    ],
  },
  'no-primary-key': {
    fires: ['CREATE TABLE logs (id INT)', { logs: table('logs', [id], { keys: [] }) }],
    passes: [
      'CREATE TABLE logs (id INT NOT NULL UNIQUE)',
      { logs: table('logs', [id], { keys: [{ name: 'id', unique: true, type: 'BTREE', columns: ['ID'] }] }) },
    ],
  },
  'foreign-key-type': {
    fires: ['ALTER TABLE users MODIFY id BIGINT', { users: table('users', [bigId, name]) }, [users, child]],
    passes: [
      'ALTER TABLE users MODIFY id INT',
      { users: table('users', [column('id', 'int(11)', notNull), name]) },
      [users, child],
    ],
  },
  engine: {
    fires: [
      'CREATE TABLE logs (id INT PRIMARY KEY) ENGINE = MyISAM',
      { logs: table('logs', [id], { engine: 'MyISAM' }) },
    ],
    passes: [
      'ALTER TABLE users ADD n INT',
      { users: table('users', [id, name, column('n', 'int')], { engine: 'MyISAM' }) },
      [table('users', [id, name], { engine: 'MyISAM' })],
    ],
  },
  'row-size': {
    fires: ['ALTER TABLE users ADD …', { users: wide(34) }],
    passes: ['ALTER TABLE users ADD …', { users: wide(33) }],
  },
  'charset-mix': {
    fires: [
      'ALTER TABLE users ADD l VARCHAR(5) CHARACTER SET latin1',
      { users: table('users', [id, name, column('l', 'varchar(5)', { charset: 'latin1' })]) },
    ],
    passes: [
      'ALTER TABLE users ADD hash CHAR(64) CHARACTER SET ascii',
      { users: table('users', [id, name, column('hash', 'char(64)', { charset: 'ascii' })]) },
    ],
  },
  'names-leave-database': {
    fires: ['CREATE TRIGGER tr AFTER INSERT ON users FOR EACH ROW INSERT INTO audit.log VALUES (NEW.id)', {}],
    passes: [
      'CREATE TRIGGER tr AFTER INSERT ON app.users FOR EACH ROW INSERT INTO app.log VALUES (NEW.id)',
      {},
    ],
  },
};

/** These look at more than one statement: `lint-plan.ts` has them. */
const elsewhere = ['breaks-stored-code', 'merge-alters', 'down-missing', 'down-lossy'];

test('every rule has a case that fires and one that comes close', t => {
  const tested = [...Object.keys(cases), ...elsewhere].sort();
  t.deepEqual(tested, rules.map(rule => rule.id).sort());
});

for (const [rule, { fires, passes }] of Object.entries(cases))
  test(`${rule} fires on what it is about, and passes over what only looks like it`, t => {
    const found = ([sql, after, before = [users]]: Case) =>
      showing(lintOne(sql, before, after)).filter(line => line.startsWith(`${rule} `));
    t.is(found(fires).length, 1, fires[0]);
    t.deepEqual(found(passes), [], passes[0]);
  });

test('a column that is dropped and added under its name has lost its values', t => {
  const after = { users: table('users', [id, column('name', 'varchar(50)')], { create: 'other' }) };
  t.deepEqual(
    showing(lintOne('ALTER TABLE users DROP name, ADD name VARCHAR(50)', [users], after)).slice(0, 1),
    ['drop-column users.name'],
  );
});

test('columns that swap their names are renamed, not narrowed or dropped', t => {
  const [one, other] = [column('one', 'int'), column('other', 'bigint')];
  const before = table('users', [id, one, other]);
  const after = table('users', [id, column('other', 'int'), column('one', 'bigint')]);
  t.deepEqual(
    showing(
      lintOne('ALTER TABLE users RENAME COLUMN one TO other, RENAME COLUMN other TO one', [before], {
        users: after,
      }),
    ),
    ['breaks-application-rename users.one', 'breaks-application-rename users.other'],
  );
});

test('tables that swap their names are compared with what they were', t => {
  const [one, other] = [table('one', [id, name]), table('other', [id])];
  const swapped = { one: table('one', [id]), other: table('other', [id, name]) };
  const found = lintOne('RENAME TABLE one TO x, other TO one, x TO other', [one, other], swapped);
  t.deepEqual(showing(found), ['breaks-application-rename one', 'breaks-application-rename other']);
});

test('what stands in an executable comment is read as if it stood there without', t => {
  const found = lintOne('ALTER TABLE users /*!50100 DROP PARTITION p */', [users]);
  t.deepEqual(showing(found).slice(0, 1), ['drop-partition users']);
});

test('a table is the same in another case: a server may fold it', t => {
  t.deepEqual(showing(lintOne('TRUNCATE TABLE USERS', [users])).slice(0, 1), ['truncate-table users']);
  t.deepEqual(showing(lintOne('CREATE OR REPLACE TABLE Users (id INT)', [users])).slice(0, 1), [
    'replace-table users',
  ]);
});
