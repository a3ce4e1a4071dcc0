/** The order of triggers: whatever a server has and whatever files want, it ends as wanted, and the way back as it was. */
import test from 'ava';
import fc from 'fast-check';
import { mariadb } from '../../src/flavor/mariadb.js';
import { mysql } from '../../src/flavor/mysql.js';
import { comparePrograms } from '../../src/programs/compare-programs.js';
import type { Definition } from '../../src/programs/program.js';
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
