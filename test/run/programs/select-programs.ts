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
  ['trigger:total', 'there are Total, total, view:x'],
  ['something else', 'there are Total, total, view:x'],
] as const)
  test(`${name} is refused, with the nearest name where one is near, else with those that there are`, t => {
    const error = t.throws(() => chosen('total', name), { instanceOf: UsageError });
    t.true(error?.message.includes(name));
    t.is(error?.hint, hint);
  });

test('a file is no program, and that is said', t => {
  const error = t.throws(() => chosen('procedures/total.sql'), { instanceOf: UsageError });
  t.is(error?.hint, 'name programs, not their files');
});

test('of many programs some are named, and how many more there are', t => {
  const many = Array.from(
    { length: 312 },
    (_, index): ProgramId => ({ kind: 'view', name: `view_${1000 + index}` }),
  );
  const hintOf = (programs: readonly ProgramId[]) =>
    t.throws(() => selectPrograms(programs, ['x']), { instanceOf: UsageError })?.hint;
  t.regex(hintOf(many) ?? '', /^there are view_1000, .*, view_1019, and 292 more$/u);
  t.is(hintOf(many.slice(0, 1)), 'there is view_1000');
  t.is(hintOf([]), 'there is none at all');
});
