/** What a plan brings of stored programs, and in which batch. */
import test from 'ava';
import { fingerprintStructure } from '../../src/plan/fingerprint.js';
import type { Batch } from '../../src/plan/plan.js';
import type { Structure } from '../../src/plan/structure.js';
import { batchesWithPrograms } from '../../src/programs/batches-with-programs.js';
import { findProgram, type PlannedProgram, programsLevel } from '../../src/programs/planned-program.js';
import type { Definition, ProgramKind } from '../../src/programs/program.js';
import type { ProgramChange } from '../../src/programs/program-change.js';
import { structuresWhile } from '../../src/programs/structures-while.js';
import { unlikeSides } from '../../src/programs/unlike-sides.js';
import { flavors } from '../helpers/flavors.js';

const settings = { sqlMode: '', characterSet: 'utf8mb4', collation: 'utf8mb4_bin' };

const definition = (kind: ProgramKind, name: string, body: string): Definition => ({
  ...{ kind, name, definer: 'd@%', settings },
  create: `CREATE ${kind.toUpperCase()} \`${name}\` ${body}`,
});

const change = (
  kind: ProgramKind,
  name: string,
  [before, after]: readonly (string | null)[],
): ProgramChange => ({
  ...{ kind, name },
  before: before == null ? null : definition(kind, name, before),
  after: after == null ? null : definition(kind, name, after),
});

const planned = (one: ProgramChange): PlannedProgram => ({
  ...one,
  ...{ sql: [], structures: [], grants: { a: [], b: [] } },
});

const replaced = planned(change('procedure', 'p', ['() SELECT 1', '() SELECT 2']));

test('a program is found as it was, as it is to be, in between, or changed by somebody else', t => {
  t.is(findProgram(replaced, replaced.before), 'old');
  t.is(findProgram(replaced, replaced.after), 'now');
  t.is(findProgram(replaced, null), 'missing');
  t.is(findProgram(replaced, definition('procedure', 'p', '() SELECT 3')), 'foreign');
  t.is(findProgram(replaced, { kind: 'procedure', name: 'p', hidden: true }), 'foreign');
  const dropped = planned(change('procedure', 'p', ['() SELECT 1', null]));
  t.is(findProgram(dropped, null), 'now');
  t.is(findProgram(planned(change('procedure', 'p', [null, '() SELECT 1'])), null), 'old');
});

test('programs are all there, none, some, or foreign where nobody looked', t => {
  const two = [replaced, planned(change('procedure', 'Q', [null, '() SELECT 1']))];
  t.is(programsLevel(two, { 'procedure:p': 'now', 'procedure:q': 'now' }), 'all');
  t.is(programsLevel(two, { 'procedure:p': 'old', 'procedure:q': 'old' }), 'none');
  t.is(programsLevel(two, { 'procedure:p': 'now', 'procedure:q': 'old' }), 'some');
  t.is(programsLevel(two, { 'procedure:p': 'now', 'procedure:q': 'foreign' }), 'foreign');
  t.is(programsLevel(two, { 'procedure:p': 'now' }), 'foreign');
  t.is(programsLevel(two, undefined), 'foreign');
  t.is(programsLevel([], undefined), 'all');
});

const before: Structure = { tables: {}, others: { 'view:v': 'old v' } };
const compiled: Structure = { tables: {}, others: { 'view:v': 'new v', 'trigger:t': 'new t' } };
const changes = [
  change('procedure', 'p', [null, '() SELECT 1']),
  change('view', 'v', ['AS SELECT 1', 'AS SELECT 2']),
  change('trigger', 't', [null, 'BEFORE INSERT ON x FOR EACH ROW SET @a = 1']),
];

test('a structure is known at each place where bringing programs may end', t => {
  const { each, after } = structuresWhile(before, changes, compiled);
  const of = (others: Structure['others']) => fingerprintStructure({ tables: {}, others });
  t.deepEqual(after.others, compiled.others);
  t.deepEqual(each, [
    [],
    [of({}), of({ 'view:v': 'new v' })],
    [of({ 'view:v': 'new v' }), of({ 'view:v': 'new v', 'trigger:t': 'new t' })],
  ]);
});

const around = { after: before, compiled, flavor: flavors.mysql, grants: { a: [], b: [] } };
const event = change('event', 'e', [null, 'ON SCHEDULE EVERY 1 HOUR DO SET @a = 1']);

const flip: Batch = {
  ...{ strategy: 'flip', why: 'heavy', migrations: [], conversions: [], tables: ['x'] },
  ...{ structureBefore: 'o', structureAfter: fingerprintStructure(before) },
};

test('programs join the last batch where that flips, else they have a flip of their own, and events run behind it', t => {
  const joined = batchesWithPrograms([flip], { ...around, changes: [...changes, event] });
  t.deepEqual(
    joined.batches.map(({ strategy, programs = [] }) => [strategy, ...programs.map(({ name }) => name)]),
    [
      ['flip', 'p', 'v', 't'],
      ['direct', 'e'],
    ],
  );
  t.is(joined.batches[0]?.structureBefore, 'o');
  t.is(joined.batches[0]?.structureAfter, fingerprintStructure(compiled));
  const own = batchesWithPrograms([{ ...flip, strategy: 'direct' }], { ...around, changes });
  t.deepEqual(
    own.batches.map(({ strategy, tables, programs = [] }) => [strategy, tables, programs.length]),
    [
      ['direct', ['x'], 0],
      ['flip', [], 3],
    ],
  );
  t.deepEqual(batchesWithPrograms([flip], { ...around, changes: [] }).batches, [flip]);
});

test('a program that the sides do not have alike is named, and one that only one of them lacks', t => {
  const one = change('procedure', 'p', ['() SELECT 1', '() SELECT 2']);
  const other = change('procedure', 'p', ['() SELECT 3', '() SELECT 2']);
  t.deepEqual(unlikeSides({ a: [one], b: [one] }), []);
  t.deepEqual(
    unlikeSides({ a: [one], b: [other] }).map(({ where }) => where),
    ['procedure p'],
  );
  t.is(unlikeSides({ a: [one], b: [] }).length, 1);
});
