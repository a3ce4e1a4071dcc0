import test from 'ava';
import type { ColumnDefault } from '../../src/plan/structure.js';
import { parseColumn } from '../../src/server/catalog-column.js';
import type { Row } from '../../src/server/connection.js';

/** A row as MariaDB answers; MySQL has no IS_GENERATED. Values are from real servers' answers. */
function mariadb(row: Row): Row {
  return { ...mysql(row), IS_GENERATED: 'NEVER', ...row };
}

function mysql(row: Row): Row {
  return {
    TABLE_SCHEMA: 'app',
    COLUMN_NAME: 'c',
    DATA_TYPE: 'int',
    COLUMN_TYPE: 'int',
    IS_NULLABLE: 'YES',
    COLUMN_DEFAULT: null,
    EXTRA: '',
    ...row,
  };
}

const defaultIs = test.macro((t, row: Row, expected: ColumnDefault) => {
  t.deepEqual(parseColumn(row).default, expected);
});

const notNull = { IS_NULLABLE: 'NO' };
const none = { kind: 'none' } as const;
const literal = (value: string | null) => ({ kind: 'literal', value }) as const;
const expression = (text: string) => ({ kind: 'expression', text }) as const;

test('mariadb: NOT NULL without a default has none', defaultIs, mariadb(notNull), none);
test('mariadb: NULL is a literal', defaultIs, mariadb({ COLUMN_DEFAULT: 'NULL' }), literal(null));
test(
  'mariadb: the word NULL in quotes is a text',
  defaultIs,
  mariadb({ COLUMN_DEFAULT: "'NULL'" }),
  literal('NULL'),
);
test(
  'mariadb: a quoted text is a literal, without quotes and escapes',
  defaultIs,
  mariadb({ COLUMN_DEFAULT: "'it''s \\\\ a\\nline'" }),
  literal("it's \\ a\nline"),
);
test('mariadb: a number is a literal', defaultIs, mariadb({ COLUMN_DEFAULT: '-1.50' }), literal('-1.50'));
test('mariadb: bits are a literal', defaultIs, mariadb({ COLUMN_DEFAULT: "b'101'" }), literal("b'101'"));
test(
  'mariadb: a call is an expression',
  defaultIs,
  mariadb({ COLUMN_DEFAULT: 'uuid()' }),
  expression('uuid()'),
);
test(
  'mariadb: a call that begins and ends with a quoted text is an expression',
  defaultIs,
  mariadb({ COLUMN_DEFAULT: "'a' <> 'b'" }),
  expression("'a' <> 'b'"),
);
test(
  'mariadb: a sequence is named without the schema, so that a copy of the table reads the same',
  defaultIs,
  mariadb({ COLUMN_DEFAULT: 'nextval(`app`.`s`)' }),
  expression('nextval(`s`)'),
);
test('mysql: NOT NULL without a default has none', defaultIs, mysql(notNull), none);
test('mysql: a nullable column without a default has NULL', defaultIs, mysql({}), literal(null));
test('mysql: a bare value is a literal', defaultIs, mysql({ COLUMN_DEFAULT: 'uuid()' }), literal('uuid()'));
test('mysql: DEFAULT_GENERATED marks an expression, not a generated column', t => {
  const column = parseColumn(mysql({ COLUMN_DEFAULT: 'uuid()', EXTRA: 'DEFAULT_GENERATED' }));
  t.deepEqual(column.default, expression('uuid()'));
  t.is(column.generated, null);
});

test('a generated column has its expression and no default', t => {
  const row = { EXTRA: 'STORED GENERATED', GENERATION_EXPRESSION: '`a` + 1' };
  const column = parseColumn(mariadb(row));
  t.is(column.generated, 'stored');
  t.is(column.expression, '`a` + 1');
  t.deepEqual(column.default, none);
  t.is(parseColumn(mysql({ EXTRA: 'VIRTUAL GENERATED' })).generated, 'virtual');
});

test('ON UPDATE is seen whatever the case', t => {
  t.true(parseColumn(mariadb({ EXTRA: 'on update current_timestamp()' })).onUpdate);
  t.true(parseColumn(mysql({ EXTRA: 'DEFAULT_GENERATED on update CURRENT_TIMESTAMP' })).onUpdate);
});

test('members of an enum may hold commas, quotes and the word unsigned', t => {
  const type = { DATA_TYPE: 'enum', COLUMN_TYPE: "enum('a','it''s','c,d',' unsigned')" };
  const column = parseColumn(mariadb(type));
  t.deepEqual(column.members, ['a', "it's", 'c,d', ' unsigned']);
  t.false(column.unsigned);
});

test('utf8 of older servers is utf8mb3', t => {
  t.is(parseColumn(mysql({ CHARACTER_SET_NAME: 'utf8' })).charset, 'utf8mb3');
});
