import test from 'ava';
import { normaliseCreateTable, normaliseView, partitioningOf } from '../../src/server/catalog-text.js';

test('the counter of a table is no part of its structure, a comment that looks like one is', t => {
  const create = (counter: string) =>
    `CREATE TABLE \`t\` (\n  \`id\` int(11) NOT NULL AUTO_INCREMENT\n) ENGINE=InnoDB${counter} DEFAULT CHARSET=latin1 COMMENT='x\\n) ENGINE=Foo AUTO_INCREMENT=7'`;
  t.is(normaliseCreateTable(create(' AUTO_INCREMENT=77'), 'app'), create(''));
  t.is(normaliseCreateTable(create(''), 'app'), create(''));
});

test('the schema name goes from names, and stays in literals and in longer names', t => {
  const text = "a int DEFAULT nextval(`app`.`s`) COMMENT 'see `app`.`s`', `xapp` int, `app` int";
  t.is(
    normaliseCreateTable(text, 'app'),
    "a int DEFAULT nextval(`s`) COMMENT 'see `app`.`s`', `xapp` int, `app` int",
  );
});

test('a view has no definer', t => {
  const view =
    'CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY DEFINER VIEW `v` AS select `app`.`id` AS `id` from `app`';
  t.is(
    normaliseView(view, 'app'),
    'CREATE ALGORITHM=UNDEFINED SQL SECURITY DEFINER VIEW `v` AS select `app`.`id` AS `id` from `app`',
  );
});

test('a view that reads another database too is printed qualified, and loses only its own schema', t => {
  const view = 'CREATE VIEW `app`.`v` AS select `app`.`t`.`id` AS `id` from (`app`.`t` join `other`.`u`)';
  t.is(normaliseView(view, 'app'), 'CREATE VIEW `v` AS select `t`.`id` AS `id` from (`t` join `other`.`u`)');
});

test('partitioning is found as MariaDB and as MySQL print it', t => {
  const columns =
    "CREATE TABLE `t` (\n  `id` int COMMENT 'PARTITION BY x'\n) ENGINE=InnoDB DEFAULT CHARSET=latin1";
  const clause = 'PARTITION BY HASH (`id`)\nPARTITIONS 4';
  t.is(partitioningOf(columns), null);
  t.is(partitioningOf(`${columns}\n ${clause}`), clause);
  t.is(partitioningOf(`${columns}\n/*!50100 ${clause} */`), clause);
});

test('the charset of a column says nothing beside its collation, unless it is not the one of the table', t => {
  const create = (column: string) =>
    `CREATE TABLE \`t\` (\n  \`s\` varchar(9)${column} COMMENT ' CHARACTER SET utf8mb4 COLLATE x'\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`;
  const normal = (column: string) => normaliseCreateTable(create(column), 'app');
  t.is(normal(' CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'), create(' COLLATE utf8mb4_bin'));
  t.is(
    normal(' CHARACTER SET latin1 COLLATE latin1_bin'),
    create(' CHARACTER SET latin1 COLLATE latin1_bin'),
  );
});
