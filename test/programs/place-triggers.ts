/** The order of triggers: whatever a server has and whatever files want, it ends as wanted, and the way back as it was. */
import test from 'ava';
import fc from 'fast-check';
import { mariadb } from '../../src/flavor/mariadb.js';
import { mysql } from '../../src/flavor/mysql.js';
import { comparePrograms } from '../../src/programs/compare-programs.js';
import { misplacedTriggers } from '../../src/programs/misplaced-triggers.js';
import { movedAlong } from '../../src/programs/moved-along.js';
import { placeTriggers } from '../../src/programs/place-triggers.js';
import type { Definition } from '../../src/programs/program.js';
import { withFollows } from '../../src/programs/trigger-order.js';
import { wayBack } from '../../src/programs/way-back.js';
import { compiled } from '../helpers/definitions.js';
import { bringTriggers, trigger, triggerServer } from '../helpers/trigger-server.js';

const version = { major: 11, minor: 8, patch: 0 };
const flavors = [mariadb(version), mysql(version)];

const names = ['t1', 't2', 't3', 't4', 't5', 'T5', 'h1', 'h2', 'h3'];

/** Some of them, in some order, on one of two tables, with one of two texts. */
const someTriggers = (from: readonly string[]) =>
  fc
    .shuffledSubarray([...from])
    .chain(order =>
      fc.tuple(
        ...order.map(name =>
          fc
            .record({ table: fc.constantFrom('t', 't', 't', 'u'), says: fc.constantFrom(1, 2) })
            .map(how => trigger(name, how)),
        ),
      ),
    );

const isOne = (flavor: (typeof flavors)[number], all: readonly Definition[]) =>
  !flavor.capabilities.foldsTriggerNames || !['t5', 'T5'].every(name => all.some(one => one.name === name));

const lab = fc
  .record({
    flavor: fc.constantFrom(...flavors),
    found: someTriggers(names),
    files: someTriggers(names.filter(name => !name.startsWith('h'))),
    prune: fc.boolean(),
    chosen: fc.oneof(fc.constant(names), fc.subarray(names)),
  })
  .filter(({ flavor, found, files }) => isOne(flavor, found) && isOne(flavor, files));

type Lab = typeof lab extends fc.Arbitrary<infer T> ? T : never;

const changesOf = ({ flavor, files, prune, chosen }: Lab, found: readonly Definition[]) =>
  comparePrograms(files.map(compiled), found, {
    prune,
    isChosen: ({ name }) => chosen.includes(name),
    foldsTriggerNames: flavor.capabilities.foldsTriggerNames,
  });

const inOneSlot = (all: readonly Definition[], table: string) =>
  all.filter(({ create }) => create.includes(`ON \`${table}\``)).map(({ name }) => name);

test('a deploy ends in the order of the files, those that no file has stay in theirs, and nothing is left to do', t => {
  fc.assert(
    fc.property(lab, one => {
      const server = triggerServer(one.flavor, one.found);
      const before = server.read();
      const changes = changesOf(one, before);
      const sent = bringTriggers(server, changes, one.flavor);
      const after = server.read();
      t.deepEqual(changesOf(one, after), []);
      const wanted = new Set(one.files.map(({ name }) => name));
      const changed = new Set(changes.map(({ name }) => name));
      for (const table of ['t', 'u']) {
        const now = inOneSlot(after, table);
        const strange = (all: readonly string[]) =>
          all.filter(name => !wanted.has(name) && !changed.has(name));
        t.deepEqual(strange(now), strange(inOneSlot(before, table)));
        if (one.chosen.length === names.length)
          t.deepEqual(
            now.filter(name => wanted.has(name)),
            inOneSlot(one.files, table),
          );
      }
      // Nothing is sent for what is not changed.
      t.true(sent.every(sql => [...changed].some(name => sql.includes(`TRIGGER \`${name}\``))));
    }),
    { numRuns: 400 },
  );
});

test('the way back from any statement of a deploy ends in the order of before', t => {
  fc.assert(
    fc.property(lab, fc.nat({ max: 12 }), (one, most) => {
      const server = triggerServer(one.flavor, one.found);
      const before = server.read();
      const changes = changesOf(one, before);
      bringTriggers(server, changes, one.flavor, most);
      const back = wayBack(changes.map(change => ({ ...change, before: null, after: change.before })));
      bringTriggers(server, back, one.flavor);
      t.deepEqual(server.read(), before);
    }),
    { numRuns: 400 },
  );
});

const order = (names: readonly string[]) =>
  triggerServer(
    mariadb(version),
    names.map(name => trigger(name)),
  ).read();

const deployInto = (found: readonly Definition[], files: readonly Definition[]) => {
  const server = triggerServer(mariadb(version), found);
  const changes = comparePrograms(files.map(compiled), server.read(), { prune: false });
  bringTriggers(server, changes, mariadb(version));
  return { changes: changes.map(({ name }) => name), now: server.read().map(({ name }) => name) };
};

test('as few triggers as can be are moved, and one that is there is replaced in its place', t => {
  const files = order(['c', 'd', 'a', 'b']);
  t.deepEqual(deployInto(order(['a', 'b', 'c', 'd']), files).changes, ['c', 'd']);
  t.deepEqual(deployInto(order(['hand', 'a', 'other', 'b']), [trigger('a'), trigger('b', { says: 2 })]), {
    changes: ['b'],
    now: ['hand', 'a', 'other', 'b'],
  });
});

test('a new trigger runs behind the one before it in the files, in front of what no file has; alone it runs last', t => {
  t.deepEqual(deployInto(order(['a', 'hand']), order(['a', 'b'])).now, ['a', 'b', 'hand']);
  t.deepEqual(deployInto(order(['hand', 'b']), order(['a', 'b'])).now, ['hand', 'a', 'b']);
  t.deepEqual(deployInto(order(['hand']), order(['a', 'b'])).now, ['hand', 'a', 'b']);
});

test('a file may say behind or before which trigger of no file its own runs', t => {
  const behind = withFollows(trigger('a'), 'hand');
  const before = { ...behind, create: behind.create.replace('FOLLOWS', 'PRECEDES') };
  const found = order(['x', 'hand', 'y']);
  t.deepEqual(deployInto(found, [behind]).now, ['x', 'hand', 'a', 'y']);
  t.deepEqual(deployInto(found, [before]).now, ['x', 'a', 'hand', 'y']);
  t.deepEqual(deployInto(order(['a', 'hand']), [behind]).now, ['hand', 'a']);
  t.deepEqual(deployInto(order(['a', 'hand']), [before]).changes, []);
});

test('what files say of each other is in the order in which they were compiled', t => {
  const files = [trigger('a'), withFollows(trigger('b'), 'a'), withFollows(trigger('c'), 'a')];
  t.deepEqual(deployInto([], files).now, ['a', 'b', 'c']);
  t.deepEqual(deployInto(order(['c', 'b', 'a']), files).now, ['a', 'b', 'c']);
});

test('a trigger that followed one which is gone keeps its place; it is the last one where it is not there', t => {
  const after = withFollows(trigger('b', { says: 2 }), 'gone');
  const change = { kind: 'trigger', name: 'b', before: null, after } as const;
  const ordersOf = (names: readonly string[]) => [...placeTriggers(order(names), [change]).orders.values()];
  t.deepEqual(ordersOf(['a', 'b', 'c']), [['a', 'b', 'c']]);
  t.deepEqual(ordersOf(['b', 'a', 'c']), [['b', 'a', 'c']]);
  t.deepEqual(ordersOf(['a', 'c']), [['a', 'c', 'b']]);
});

test('triggers in a wrong order are found, and what somebody makes or drops meanwhile is not taken for that', t => {
  const change = { kind: 'trigger', name: 'b', before: null, after: withFollows(trigger('b'), 'a') } as const;
  const placed = placeTriggers(order(['b', 'a', 'c']), [change]);
  t.deepEqual([...placed.moved], ['trigger:b']);
  const wrong = (names: readonly string[]) => misplacedTriggers(order(names), placed).length > 0;
  t.false(wrong(['a', 'b', 'c']));
  t.false(wrong(['a', 'hand', 'b']));
  t.true(wrong(['b', 'a', 'c']));
});

test('a plan of a flip does not take triggers that only move along with the one that they follow', t => {
  const changes = comparePrograms(order(['c', 'd', 'a', 'b']).map(compiled), order(['a', 'b', 'c', 'd']), {
    prune: false,
  });
  t.deepEqual(
    movedAlong(changes).map(({ where }) => where),
    ['trigger d'],
  );
});
