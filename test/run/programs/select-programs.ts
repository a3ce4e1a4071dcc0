import test from 'ava';
import { UsageError } from '../../../src/errors.js';
import type { ProgramId } from '../../../src/programs/program.js';
import { selectPrograms } from '../../../src/run/programs/select-programs.js';

const programs: readonly ProgramId[] = [
  { kind: 'function', name: 'total' },
  { kind: 'procedure', name: 'Total' },
  { kind: 'view', name: 'total' },
  { kind: 'trigger', name: 'view:x' },
];

const chosen = (...names: readonly string[]) =>
  selectPrograms(programs, names).map(({ kind, name }) => `${kind} ${name}`);

test('no name is all of them', t => {
  t.is(chosen().length, programs.length);
});

test('a name is every program that has it, as servers compare names, each once and in their order', t => {
  t.deepEqual(chosen('total', 'function:total'), ['function total', 'procedure Total', 'view total']);
  t.deepEqual(chosen('TOTAL'), ['function total', 'procedure Total']);
});

test('a kind in front of a name is one program', t => {
  t.deepEqual(chosen('function:TOTAL'), ['function total']);
  t.deepEqual(chosen('view:total'), ['view total']);
});

test('a name with a colon in it is a name', t => {
  t.deepEqual(chosen('view:x'), ['trigger view:x']);
  t.deepEqual(chosen('trigger:view:x'), ['trigger view:x']);
});

for (const [name, hint] of [
  ['totl', 'did you mean total?'],
  ['function:totl', 'did you mean function:total?'],
  ['trigger:total', /shows all/u],
  ['something else', /shows all/u],
] as const)
  test(`${name} is refused, with the nearest name where one is near`, t => {
    const error = t.throws(() => chosen('total', name), { instanceOf: UsageError });
    t.true(error?.message.includes(name));
    if (typeof hint === 'string') t.is(error?.hint, hint);
    else t.regex(error?.hint ?? '', hint);
  });
