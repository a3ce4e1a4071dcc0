import test from 'ava';
import { renderTable } from '../helpers/torture/table.js';

const result = {
  phase: 'ddl',
  commands: 1,
  byPerson: false,
  gapMs: 100,
  acknowledged: 5,
  violations: [],
} as const;

test('the table counts faults by phase and by how they ended', t => {
  const table = renderTable([
    { fault: 'kill', result },
    { fault: 'kill', result: { ...result, commands: 3, phase: 'fence', gapMs: 2500 } },
    { fault: 'hand', result: { ...result, commands: 2, byPerson: true, phase: null } },
  ]);
  const cells = table.split('\n').map(line => line.split(/ {2,}/));
  t.deepEqual(cells[0], [
    'fault',
    'ddl',
    'catch-up',
    'fence',
    'drain',
    'promote',
    'repoint',
    'other',
    'missed',
    'runs',
    'alone',
    'again',
    'by a person',
    'gap s',
  ]);
  t.deepEqual(cells[1], ['hand', '0', '0', '0', '0', '0', '0', '0', '1', '1', '0', '0', '1', '0.1 (0.1)']);
  t.deepEqual(cells[2], ['kill', '1', '0', '1', '0', '0', '0', '0', '0', '2', '1', '1', '0', '2.5 (2.5)']);
  t.deepEqual(cells[3], ['all', '1', '0', '1', '0', '0', '0', '0', '1', '3', '1', '1', '1', '0.1 (2.5)']);
});
