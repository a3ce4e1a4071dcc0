import test from 'ava';
import fc from 'fast-check';
import { narrows } from '../../../../src/plan/lint/narrowing/narrows.js';
import type { Column } from '../../../../src/plan/structure.js';
import { cases } from '../../../helpers/arbitraries.js';
import { column } from '../../../helpers/structures.js';

const of = (type: string, extra: Partial<Column> = {}): Column => {
  const members = [...type.matchAll(/'([^']*)'/g)].map(([, member = '']) => member);
  return column('c', type, { members, ...extra });
};
const lost = (from: string | Column, to: string | Column): boolean => {
  const asColumn = (type: string | Column) => (typeof type === 'string' ? of(type) : type);
  return narrows(asColumn(from), asColumn(to)) !== null;
};

/** Each pair narrows from left to right, and not the other way round. */
const pairs: readonly (readonly [wide: string | Column, narrow: string | Column])[] = [
  ['bigint', 'int'],
  ['int unsigned', 'smallint unsigned'],
  ['decimal(10,2)', 'decimal(8,2)'],
  ['decimal(10,4)', 'decimal(9,3)'],
  ['decimal(12,0)', 'int'],
  ['double', 'float'],
  ['float(9,3)', 'float(7,3)'],
  ['bigint', 'bit(20)'],
  ['varchar(300)', 'tinytext'],
  ['varchar(50)', 'varchar(49)'],
  ['varchar(50)', 'char(50)'],
  ['text', 'varchar(50)'],
  [of('varchar(50)'), of('varchar(50)', { charset: 'utf8mb3' })],
  [of('varchar(50)', { charset: 'utf8mb3' }), of('varchar(50)', { charset: 'latin1' })],
  [of('varchar(50)', { charset: 'latin1' }), of('varchar(50)', { charset: 'ascii' })],
  [of('mediumtext'), of('text', { charset: 'latin1' })],
  ['varbinary(20)', 'binary(20)'],
  ["enum('a','b','c')", "enum('c','a')"],
  ["set('a','b','c')", "set('a','b')"],
  ['varchar(20)', "enum('a','b')"],
  ['datetime(6)', 'datetime'],
  ['datetime(6)', 'timestamp(6)'],
  ['datetime', 'date'],
  ['varchar(30)', 'datetime(6)'],
  ['varchar(20)', 'int'],
  ['smallint', 'year'],
];

test('a narrower type loses values, and the way back to the wider one does not', t => {
  for (const [wide, narrow] of pairs) {
    const told = `${JSON.stringify(wide)} ${JSON.stringify(narrow)}`;
    t.true(lost(wide, narrow), told);
    if (told !== '"varbinary(20)" "binary(20)"') t.false(lost(narrow, wide), told);
  }
});

test('each of two types has values that the other lacks', t => {
  for (const [one, other] of [
    ['int', 'int unsigned'],
    ['decimal(6,4)', 'decimal(6,2)'],
    ['timestamp(6)', 'datetime'],
    ['tinytext', 'varchar(200)'],
    ['bigint', 'double'],
    ["enum('a')", 'int'],
    ['json', 'text'],
    ['text', 'json'],
    ['time', 'datetime'],
  ] as const) {
    t.true(lost(one, other), `${one} → ${other}`);
    t.true(lost(other, one), `${other} → ${one}`);
  }
});

test('what a generated column holds can be computed again; what becomes generated is lost', t => {
  const stored = of('int', { generated: 'stored', expression: 'a' });
  t.is(narrows(stored, of('tinyint')), null);
  t.not(narrows(of('int'), stored), null);
});

const integer = fc
  .tuple(fc.constantFrom('tinyint', 'smallint', 'mediumint', 'int', 'bigint'), fc.boolean())
  .map(([type, unsigned]) => (unsigned ? `${type} unsigned` : type));
const any = fc.oneof(
  integer,
  fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 10 }))
    .map(([whole, scale]) => `decimal(${whole + scale},${scale})`),
  fc.integer({ min: 1, max: 400 }).map(length => `varchar(${length})`),
  fc.constantFrom(
    'float',
    'double',
    'tinytext',
    'text',
    'mediumtext',
    'date',
    'datetime',
    'timestamp(3)',
    'blob',
  ),
);

test('a type keeps its own values', t => {
  fc.assert(
    fc.property(any, type => !lost(type, type)),
    cases(200),
  );
  t.pass();
});

/** Not so for bits: numbers that are written as numbers, while bits are read as bytes. */
test('what keeps all values in two steps keeps them in one', t => {
  fc.assert(
    fc.property(any, any, any, (one, two, three) => lost(one, two) || lost(two, three) || !lost(one, three)),
    cases(3000),
  );
  t.pass();
});
