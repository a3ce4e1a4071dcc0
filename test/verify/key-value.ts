import test from 'ava';
import {
  describeKey,
  type KeyColumn,
  keyExpression,
  keyFormOf,
  literalOf,
} from '../../src/verify/key-value.js';
import { column } from '../helpers/structures.js';

const id: KeyColumn = { name: 'id', form: 'number' };
const name: KeyColumn = { name: 'na`me', form: 'text' };

test('a text travels as its bytes, so no quote and no character set can change it', t => {
  t.is(keyExpression(name), 'HEX(CONVERT(`na``me` USING utf8mb4))');
  t.is(literalOf(name, '27C3A9'), "_utf8mb4 X'27C3A9'");
});

test('a number travels as its digits, without the zeros that ZEROFILL prints', t => {
  t.is(keyExpression(id), 'CAST(`id` + 0 AS CHAR)');
  t.is(literalOf(id, '18446744073709551615'), '18446744073709551615');
});

test('people read a key as they would write it', t => {
  t.is(describeKey([id, name], ['5', "_utf8mb4 X'27C3A9'"]), "id = 5 and na`me = '''é'");
});

test('what is not exact or sorts by number and not by text is no boundary', t => {
  const refused = ['float', 'double', "enum('a')", "set('a')", 'bit(8)', 'geometry', 'json'];
  for (const type of refused) t.is(keyFormOf(column('k', type)), null, type);
});
