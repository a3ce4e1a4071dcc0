import test from 'ava';
import { rolesOf } from '../../src/preflight/roles-of.js';

const held = [
  { holder: 'u@%', role: 'outer@' },
  { holder: 'outer@', role: 'inner@' },
  { holder: 'inner@', role: 'outer@' },
  { holder: 'other@%', role: 'secret@' },
];

test('roles of roles are reached, also around a cycle', t => {
  t.deepEqual(Array.from(rolesOf('u@%', held)).sort(), ['inner@', 'outer@']);
});

test('roles of others are not', t => {
  t.deepEqual(Array.from(rolesOf('nobody@%', held)), []);
});
