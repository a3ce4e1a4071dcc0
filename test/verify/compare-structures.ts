import test from 'ava';
import { fingerprintStructure } from '../../src/plan/fingerprint.js';
import type { Structure } from '../../src/plan/structure.js';
import { compareStructures } from '../../src/verify/compare-structures.js';
import { table } from '../helpers/structures.js';

const structure = (create: string, others: Structure['others'] = {}): Structure => ({
  tables: { t: table('t', [], { create }) },
  others,
});
const one = structure('CREATE TABLE `t` (\n  `id` int(11) NOT NULL,\n  `n` int(11)\n)');
const wide = structure('CREATE TABLE `t` (\n  `id` bigint(20) NOT NULL,\n  `n` int(11)\n)');
const viewed = structure(one.tables.t?.create ?? '', { 'view:v': 'CREATE VIEW `v` AS select 1' });

const told = (...args: Parameters<typeof compareStructures>) =>
  compareStructures(...args).map(({ where, message }) => `${where}: ${message}`);

test('equal structures have no difference, also when they are the planned one', t => {
  t.deepEqual(told({ active: one, passive: one }), []);
  t.deepEqual(told({ active: one, passive: one }, fingerprintStructure(one)), []);
});

test('a table that differs is told by its lines', t => {
  t.deepEqual(told({ active: one, passive: wide }), [
    'table t: active: `id` int(11) NOT NULL,; passive: `id` bigint(20) NOT NULL,',
  ]);
});

test('an object of one side only is told by its name', t => {
  t.deepEqual(told({ active: one, passive: viewed }), ['view v: is on the passive only']);
  t.deepEqual(told({ active: viewed, passive: one }), ['view v: is on the active only']);
});

test('sides that are equal but not as planned are told', t => {
  t.deepEqual(told({ active: one, passive: one }, fingerprintStructure(wide)), [
    'the database: both sides look the same, but not as planned',
  ]);
});
