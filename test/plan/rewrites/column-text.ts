import test from 'ava';
import fc from 'fast-check';
import { editColumn, emptyValue } from '../../../src/plan/rewrites/column-text.js';
import { column, notNull } from '../../helpers/structures.js';

const definitions: Readonly<Record<string, string>> = {
  "`c` enum('a','b, c') NOT NULL DEFAULT 'b, c' COMMENT 'NOT NULL DEFAULT 1'":
    "`c` enum('a','b, c') X COMMENT 'NOT NULL DEFAULT 1'",
  '`c` decimal(10,2) DEFAULT -1.50': '`c` decimal(10,2) X',
  "`c` bit(4) NOT NULL DEFAULT b'101'": '`c` bit(4) X',
  '`c` datetime(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)': '`c` datetime(3) X',
  "`c` varchar(36) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT (concat(uuid(),_utf8mb4',)'))":
    '`c` varchar(36) CHARACTER SET latin1 COLLATE latin1_bin X',
  '`c` int NOT NULL AUTO_INCREMENT': '`c` int X',
  '`c` int DEFAULT NULL /*!80023 INVISIBLE */': '`c` int INVISIBLE X',
  '`on update` int NOT NULL': '`on update` int X',
};

test('NOT NULL, DEFAULT, ON UPDATE and AUTO_INCREMENT are replaced, and nothing else is touched', t => {
  for (const [text, expected] of Object.entries(definitions))
    t.is(editColumn(text, { filled: 'X' }), expected);
});

test('another name is quoted', t => {
  t.is(editColumn('`c` int NOT NULL', { name: 'a`b', filled: 'NOT NULL' }), '`a``b` int NOT NULL');
});

test('an edit that says the same again changes nothing', t => {
  const text = fc.string({ maxLength: 20 }).map(raw => raw.replace(/[\\\p{C}]/gu, '').replaceAll("'", "''"));
  fc.assert(
    fc.property(text, text, (value, comment) => {
      const definition = `\`c\` varchar(9) NOT NULL DEFAULT '${value}' COMMENT '${comment}'`;
      t.is(editColumn(definition, { filled: `NOT NULL DEFAULT '${value}'` }), definition);
    }),
  );
});

test('a column without a value of its own gets one that its type has, or none is known', t => {
  const value = (type: string) =>
    emptyValue(column('c', type, { ...notNull, members: type.startsWith('enum') ? ["it's"] : [] }));
  t.is(value('bigint'), "'0'");
  t.is(value('varchar(5)'), "''");
  t.is(value('timestamp'), "'1970-01-02 00:00:00'");
  t.is(value("enum('x')"), "'it''s'");
  t.is(value('text'), null);
  t.is(value('point'), null);
  t.is(emptyValue(column('c', 'text')), 'NULL');
});
