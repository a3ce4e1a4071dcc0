import test from 'ava';
import { fingerprintStructure } from '../../src/plan/fingerprint.js';
import type { Structure } from '../../src/plan/structure.js';
import { column, table } from '../helpers/structures.js';

const a = table('a', [column('id', 'int')]);
const b = table('b', [column('id', 'int')]);
const structure = (tables: Structure['tables'], others: Structure['others'] = {}) => ({ tables, others });

test('the order in which tables were read does not count', t => {
  t.is(fingerprintStructure(structure({ a, b })), fingerprintStructure(structure({ b, a })));
});

test('another CREATE text, one table less, a view more: each is another fingerprint', t => {
  const all = [
    structure({ a, b }),
    structure({ a }),
    structure({ a: { ...a, create: `${a.create} COMMENT='x'` }, b }),
    structure({ a, b }, { 'view:v': 'CREATE VIEW' }),
  ];
  t.is(new Set(all.map(fingerprintStructure)).size, all.length);
});

test('a table and another object of the same name are told apart', t => {
  const text = a.create;
  t.not(fingerprintStructure(structure({ a })), fingerprintStructure(structure({}, { 'view:a': text })));
});

test('scheduled events come and go by themselves, and are no part of it', t => {
  const others = { 'event:e': 'CREATE EVENT' };
  t.is(fingerprintStructure(structure({ a }, others)), fingerprintStructure(structure({ a })));
});
