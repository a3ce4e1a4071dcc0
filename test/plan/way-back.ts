import test from 'ava';
import type { ForeignKey, Structure, Table } from '../../src/plan/structure.js';
import { wayBack } from '../../src/plan/way-back/way-back.js';
import { printedTable as made } from '../helpers/printed-table.js';
import { column } from '../helpers/structures.js';

const structure = (...tables: readonly Table[]): Structure => ({
  tables: Object.fromEntries(tables.map(one => [one.name, one])),
  others: {},
});

const id = ['`id` int NOT NULL', column('id', 'int')] as const;
const bigId = ['`id` bigint NOT NULL', column('id', 'bigint')] as const;
const n = ['`n` int DEFAULT NULL', column('n', 'int')] as const;
const extra = ['`extra` int DEFAULT NULL', column('extra', 'int')] as const;

const goesBack = test.macro<[Structure, Structure, readonly string[]]>((t, now, old, statements) => {
  t.deepEqual(wayBack(now, old), { copies: [], statements, impossible: [] });
});

test(
  'what is the same needs nothing',
  goesBack,
  structure(made('t', { columns: [id] })),
  structure(made('t', { columns: [id] })),
  [],
);

test(
  'one ALTER TABLE takes columns, keys and options back, in the words of the server',
  goesBack,
  structure(
    made('t', {
      columns: [bigId, n, extra],
      rest: ['KEY `extra` (`extra`)'],
      options: " COMMENT='it''s wide'",
    }),
  ),
  structure(made('t', { columns: [id, n], rest: ['KEY `n` (`n`)'] })),
  [
    "ALTER TABLE `t` DROP INDEX `extra`, DROP COLUMN `extra`, CHANGE COLUMN `id` `id` int NOT NULL, ADD KEY `n` (`n`), COMMENT=''",
  ],
);

test(
  'a column that was renamed is known by its place',
  goesBack,
  structure(made('t', { columns: [id, ['`m` int DEFAULT NULL', column('m', 'int')]] })),
  structure(made('t', { columns: [id, n] })),
  ['ALTER TABLE `t` CHANGE COLUMN `m` `n` int DEFAULT NULL'],
);

test(
  'a key can only be appended: those behind the one that is missing come anew',
  goesBack,
  structure(
    made('t', { columns: [id, n], rest: ['UNIQUE KEY `u` (`n`)', 'KEY `a` (`n`)', 'KEY `c` (`n`)'] }),
  ),
  structure(
    made('t', {
      columns: [id, n],
      rest: ['UNIQUE KEY `u` (`n`)', 'KEY `a` (`n`)', 'KEY `b` (`n`)', 'KEY `c` (`n`)'],
    }),
  ),
  ['ALTER TABLE `t` DROP INDEX `c`, ADD KEY `b` (`n`), ADD KEY `c` (`n`)'],
);

test(
  'a text without a character set means that of the table: it is said again where that changes',
  goesBack,
  structure(made('t', { columns: [id, ['`s` varchar(9) DEFAULT NULL', column('s', 'varchar(9)')]] })),
  (() => {
    const latin = column('s', 'varchar(9)', { charset: 'latin1', collation: 'latin1_swedish_ci' });
    const old = made('t', { columns: [id, ['`s` varchar(9) DEFAULT NULL', latin]] });
    return structure({ ...old, create: old.create.replace('utf8mb4', 'latin1') });
  })(),
  ['ALTER TABLE `t` CHANGE COLUMN `s` `s` varchar(9) DEFAULT NULL, DEFAULT CHARSET=latin1'],
);

const link = 'CONSTRAINT `c_t` FOREIGN KEY (`n`) REFERENCES `t` (`id`)';
const foreignKey: ForeignKey = {
  name: 'c_t',
  columns: ['n'],
  referencedTable: 't',
  referencedColumns: ['id'],
  onDelete: 'RESTRICT',
  onUpdate: 'RESTRICT',
};
const child = made('c', { columns: [id, n], rest: ['KEY `n` (`n`)', link], foreignKeys: [foreignKey] });

test(
  'a foreign key on a column that changes is made anew, whichever end it is',
  goesBack,
  structure(child, made('t', { columns: [bigId] })),
  structure(child, made('t', { columns: [id] })),
  [
    'ALTER TABLE `c` DROP FOREIGN KEY `c_t`',
    'ALTER TABLE `t` CHANGE COLUMN `id` `id` int NOT NULL',
    `ALTER TABLE \`c\` ADD ${link}`,
  ],
);

test(
  'a table that was made goes, after what holds it',
  goesBack,
  structure(child, made('t', { columns: [id] })),
  structure(),
  ['ALTER TABLE `c` DROP FOREIGN KEY `c_t`', 'DROP TABLE `c`', 'DROP TABLE `t`'],
);

test('a line feed and a comma inside of a member end no column', t => {
  const e = ["`e` enum('a,\\n  b','`c`') DEFAULT NULL".replace('\\n', '\n'), column('e', 'enum')] as const;
  const back = wayBack(
    structure(made('t', { columns: [id, e, extra] })),
    structure(made('t', { columns: [id, e] })),
  );
  t.deepEqual(back.statements, ['ALTER TABLE `t` DROP COLUMN `extra`']);
});

test('a column that was dropped has lost its values, a generated one has not', t => {
  const virtual = column('v', 'int', { generated: 'virtual', expression: '`id` + 1' });
  const v = ['`v` int GENERATED ALWAYS AS (`id` + 1) VIRTUAL', virtual] as const;
  const now = structure(made('t', { columns: [id] }));
  t.deepEqual(wayBack(now, structure(made('t', { columns: [id, v] }))), {
    copies: [],
    statements: ['ALTER TABLE `t` ADD COLUMN `v` int GENERATED ALWAYS AS (`id` + 1) VIRTUAL'],
    impossible: [],
  });
  const old = structure(made('t', { columns: [id, n] }));
  t.deepEqual(wayBack(now, old), { copies: ['t'], statements: [], impossible: [] });
  const lost = 'column t.n was dropped, and its values with it';
  t.deepEqual(wayBack(now, old, false).impossible, [lost]);
  const trigger = { 'trigger:g': 'CREATE TRIGGER `g` BEFORE INSERT ON `t` FOR EACH ROW SET @x = 1' };
  t.deepEqual(wayBack({ ...now, others: trigger }, { ...old, others: trigger }).impossible, [
    `${lost}; its triggers keep it from being copied`,
  ]);
  const link = {
    name: 'c',
    columns: ['id'],
    referencedColumns: ['id'],
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  };
  const child = made('c', { columns: [id], foreignKeys: [{ ...link, referencedTable: 't' }] });
  const linked = ({ tables, others }: Structure) => ({ tables: { ...tables, c: child }, others });
  t.deepEqual(wayBack(linked(now), linked(old)).impossible, [
    `${lost}; its foreign keys keep it from being copied`,
  ]);
});

test('a table that is gone and a view that was replaced cannot be had back, a view that was made goes', t => {
  const empty = structure();
  const view = (text: string): Structure => ({ tables: {}, others: { 'view:v': text } });
  t.deepEqual(wayBack(view('one'), empty), { copies: [], statements: ['DROP VIEW `v`'], impossible: [] });
  t.deepEqual(wayBack(view('one'), view('two')).impossible, ['view v was changed or dropped']);
  t.deepEqual(wayBack(empty, structure(made('t', { columns: [id] }))).impossible, [
    'table t is gone, with its rows',
  ]);
});
