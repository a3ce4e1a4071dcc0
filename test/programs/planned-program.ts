/** What a plan brings of stored programs, and in which batch. */
import test from 'ava';
import fc from 'fast-check';
import { fingerprintStructure } from '../../src/plan/fingerprint.js';
import type { Batch } from '../../src/plan/plan.js';
import type { Structure } from '../../src/plan/structure.js';
import { batchesWithPrograms } from '../../src/programs/batches-with-programs.js';
import {
  type FoundPrograms,
  findPrograms,
  type PlannedProgram,
  programsLevel,
} from '../../src/programs/planned-program.js';
import { type Definition, type Deployed, type ProgramKind, programKey } from '../../src/programs/program.js';
import type { ProgramChange } from '../../src/programs/program-change.js';
import { structureApart, structureWith, takenBack } from '../../src/programs/structure-with-programs.js';
import { readTriggerHead } from '../../src/programs/trigger-head.js';
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
  ...{ sql: [], grants: { a: [], b: [] } },
});

const replaced = planned(change('procedure', 'p', ['() SELECT 1', '() SELECT 2']));

/** As a look at one server finds them. */
const find = (changes: readonly PlannedProgram[], there: readonly Deployed[]): FoundPrograms =>
  findPrograms(changes, new Map(there.map(one => [programKey(one), one])));

test('a program is found as it was, as it is to be, in between, or changed by somebody else', t => {
  const alone = (one: PlannedProgram, found: Deployed | null) =>
    find([one], found === null ? [] : [found])[programKey(one)];
  t.is(alone(replaced, replaced.before), 'old');
  t.is(alone(replaced, replaced.after), 'now');
  t.is(alone(replaced, null), 'missing');
  t.is(alone(replaced, definition('procedure', 'p', '() SELECT 3')), 'foreign');
  t.is(alone(replaced, { kind: 'procedure', name: 'p', hidden: true }), 'foreign');
  const dropped = planned(change('procedure', 'p', ['() SELECT 1', null]));
  t.is(alone(dropped, null), 'now');
  t.is(alone(planned(change('procedure', 'p', [null, '() SELECT 1'])), null), 'old');
});

/** Those of one moment, by their bodies in the order in which they run: as a server tells them. */
const triggers = (bodies: Readonly<Record<string, string>>): readonly Definition[] =>
  Object.entries(bodies).map(([name, body], index, all) => {
    const order = index === 0 ? '' : ` FOLLOWS \`${all[index - 1]?.[0]}\``;
    return definition('trigger', name, `BEFORE INSERT ON \`x\`\nFOR EACH ROW${order}\nSET @a = ${body}`);
  });

const byName = (all: readonly Definition[], name: string) => all.find(one => one.name === name) ?? null;

const changesOf = (
  before: readonly Definition[],
  after: readonly Definition[],
): readonly PlannedProgram[] => {
  const names = [...new Set([...after, ...before].map(({ name }) => name))];
  return names
    .map(name => ({ name, before: byName(before, name), after: byName(after, name) }))
    .filter(one => JSON.stringify(one.before) !== JSON.stringify(one.after))
    .map(one => planned({ kind: 'trigger', ...one }));
};

test('a trigger that followed one which is missing, or was brought, is moved and not foreign', t => {
  const changes = changesOf(triggers({ a: '1', b: '1', c: '1' }), triggers({ a: '2', b: '2', c: '2' }));
  t.deepEqual(find(changes, triggers({ b: '1', c: '1' })), {
    'trigger:a': 'missing',
    'trigger:b': 'moved',
    'trigger:c': 'old',
  });
  t.is(programsLevel(changes, find(changes, triggers({ b: '1', c: '1' }))), 'some');
  t.is(find(changes, triggers({ a: '2', c: '1' }))['trigger:c'], 'moved');
  const turned = changesOf(triggers({ a: '1', b: '1' }), triggers({ b: '2', a: '1' }));
  t.deepEqual(find(turned, triggers({ b: '2', a: '1' })), { 'trigger:b': 'now', 'trigger:a': 'now' });
  const gone = changesOf(triggers({ a: '1', b: '1' }), triggers({ b: '2' }));
  t.deepEqual(find(gone, triggers({ b: '2', a: '1' })), { 'trigger:b': 'now', 'trigger:a': 'moved' });
});

test('a trigger whose order somebody changed is foreign, and one with another text', t => {
  const changes = changesOf(triggers({ a: '1', b: '1' }), triggers({ a: '2', b: '2' }));
  t.is(find(changes, triggers({ b: '1', a: '1' }))['trigger:a'], 'foreign');
  t.is(find(changes, triggers({ x: '1', a: '1', b: '1' }))['trigger:a'], 'foreign');
  t.is(find(changes, triggers({ b: '3' }))['trigger:b'], 'foreign');
});

/** On MySQL a program is dropped and made again: a look may come in between. */
test('in whatever order triggers are, come and are taken back, no look between two statements finds one foreign', t => {
  const order = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 1 });
  const bodies = fc.array(fc.constantFrom('1', '2'), { minLength: 5, maxLength: 5 });
  const side = fc.tuple(order, bodies);
  fc.assert(
    fc.property(side, side, (before, after) => {
      const [was, is] = [before, after].map(([names, texts]) =>
        triggers(Object.fromEntries(names.map((name, at) => [name, texts[at] ?? '']))),
      ) as [readonly Definition[], readonly Definition[]];
      const changes = changesOf(was, is);
      const back = changesOf(is, was);
      for (const there of [...looksWhile(was, changes), ...looksWhile(is, back)])
        t.false(Object.values(find(changes, triggers(Object.fromEntries(there)))).includes('foreign'));
    }),
  );
  t.pass();
});

type Running = readonly (readonly [string, string])[];

/** What runs after each DROP and each CREATE, those that are to follow another one behind it, the others in front. */
function looksWhile(before: readonly Definition[], changes: readonly PlannedProgram[]): readonly Running[] {
  const bodyOf = ({ create }: Definition) => create.split(' = ')[1] ?? '';
  let now: Running = before.map(one => [one.name, bodyOf(one)]);
  const looks: Running[] = [now];
  const made = changes.filter(({ after }) => after !== null);
  for (const { name, after } of [...made, ...changes.filter(one => one.after === null)]) {
    now = now.filter(([other]) => other !== name);
    looks.push(now);
    if (after === null) continue;
    const { follows } = readTriggerHead(after.create);
    const at = follows === null ? 0 : 1 + now.findIndex(([other]) => other === follows);
    now = [...now.slice(0, at), [name, bodyOf(after)], ...now.slice(at)];
    looks.push(now);
  }
  return looks;
}

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

test('what is no program of a plan is the same wherever bringing them may end', t => {
  const others = { 'view:v': 'old v', 'view:w': 'w' };
  t.deepEqual(structureWith({ tables: {}, others }, changes, compiled).others, {
    ...compiled.others,
    'view:w': 'w',
  });
  t.deepEqual(structureApart({ tables: {}, others }, changes).others, { 'view:w': 'w' });
  const drops = [change('view', 'v', ['AS SELECT 1', null])];
  t.deepEqual(structureWith({ tables: {}, others }, drops, compiled).others, { 'view:w': 'w' });
});

test('a structure whose programs are back has those of the other side, and keeps what no program is', t => {
  const now: Structure = { tables: {}, others: { 'view:v': 'new v', 'trigger:t': 'new t', 'view:w': 'w' } };
  t.deepEqual(takenBack(now, before, changes).others, { 'view:v': 'old v', 'view:w': 'w' });
  t.deepEqual(takenBack(now, before, []), now);
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
