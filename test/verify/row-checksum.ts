import test from 'ava';
import { valueExpression } from '../../src/verify/column-value.js';
import { rowChecksum } from '../../src/verify/row-checksum.js';
import { column, notNull, table } from '../helpers/structures.js';

test('columns are paired by place, also where they were renamed; what is generated is left out', t => {
  const generated = { generated: 'virtual', expression: '1' } as const;
  const active = table('t', [
    column('a', 'int'),
    column('old', 'int'),
    column('g', 'int', generated),
    column('z', 'int'),
  ]);
  const passive = table('t', [column('a', 'bigint'), column('new', 'int'), column('g', 'int', generated)]);
  const expected = (second: string) =>
    `CRC32(CRC32(CONCAT_WS('#', IFNULL(\`a\`, '-'), IFNULL(\`${second}\`, '-'))))`;
  t.deepEqual(rowChecksum(active, passive), { active: expected('old'), passive: expected('new') });
});

test('a column that only the passive has must hold what it began with', t => {
  const active = table('t', [column('a', 'int')]);
  const passive = table('t', [
    column('a', 'int'),
    column('b', 'int'),
    column('c', 'varchar(9)', { nullable: false, default: { kind: 'literal', value: 'x' } }),
    column('d', 'bigint', notNull),
    column('e', 'varchar(9)', notNull),
    column('f', "enum('x','y')", { ...notNull, members: ['x', 'y'] }),
    column('g', 'int', { default: { kind: 'expression', text: '1 + 1' } }),
    column('h', 'int', { generated: 'stored', expression: 'a' }),
    column('i', 'binary(3)', notNull),
  ]);
  const value = "IFNULL(`a`, '-')";
  t.deepEqual(rowChecksum(active, passive), {
    active: `CRC32(CRC32(CONCAT_WS('#', ${value}, 1, 1, 1, 1, 1)))`,
    passive: `CRC32(CRC32(CONCAT_WS('#', ${value}, \`b\` IS NULL, \`c\` <=> DEFAULT(\`c\`), \`d\` = 0, \`e\` = '', \`i\` = REPEAT(X'00', 3))))`,
  });
});

const reads = test.macro<[string, string, string]>((t, own, other, expected) => {
  t.is(valueExpression(column('c', own), column('c', other)), `IFNULL(${expected}, '-')`);
});

test('an integer as it is', reads, 'int', 'bigint', '`c`');
test('an integer without the zeros that it is filled with', reads, 'int(5) zerofill', 'bigint', '`c` + 0');
test(
  'a decimal in the digits of the larger one',
  reads,
  'decimal(10,4)',
  'decimal(12,2)',
  'CAST(`c` AS DECIMAL(14, 4))',
);
test('a float with all its digits', reads, 'float', 'double', 'CAST(`c` AS DOUBLE)');
test('a moment in the finest fraction', reads, 'datetime', 'datetime(3)', 'CAST(`c` AS DATETIME(6))');
test('a text by its bytes', reads, 'varchar(10)', 'text', 'CRC32(`c`)');
test(
  'a text that loses trailing blanks on one side without them',
  reads,
  'char(9)',
  'varchar(9)',
  "CRC32(TRIM(TRAILING ' ' FROM `c`))",
);
test(
  'padded bytes without the padding',
  reads,
  'binary(4)',
  'binary(8)',
  "CRC32(TRIM(TRAILING X'00' FROM `c`))",
);
test('bits as a number', reads, 'bit(3)', 'bit(8)', '`c` + 0');
test('unlike types as texts', reads, 'int', 'varchar(9)', 'CRC32(CAST(`c` AS CHAR))');

test('a text of another character set is compared in utf8mb4', t => {
  const narrow = column('c', 'varchar(9)', { charset: 'utf8mb3' });
  t.is(valueExpression(narrow, column('c', 'varchar(9)')), "IFNULL(CRC32(CONVERT(`c` USING utf8mb4)), '-')");
});
