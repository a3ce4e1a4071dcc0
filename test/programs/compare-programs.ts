/** What a deploy has to change on one server. */
import test from 'ava';
import { comparePrograms } from '../../src/programs/compare-programs.js';
import type { Deployed } from '../../src/programs/program.js';
import { changeWord } from '../../src/programs/program-change.js';
import { compiled, definition, event, procedure } from '../helpers/definitions.js';

const words = (changes: ReturnType<typeof comparePrograms>) =>
  changes.map(change => `${changeWord(change)} ${change.name}`);

test('what is not there is made, what is another is replaced, what is equal is left', t => {
  const deployed = [procedure('same'), procedure('other', 'SELECT 2')];
  const wanted = ['same', 'other', 'fresh'].map(name => compiled(procedure(name)));
  t.deepEqual(words(comparePrograms(wanted, deployed, { prune: false })), ['replace other', 'create fresh']);
});

test('what no file has is dropped only when it is asked for, those first that may use others', t => {
  const view = definition('view', 'seen', 'CREATE VIEW `seen` AS select 1');
  const trigger = definition('trigger', 'fires', 'CREATE TRIGGER `fires` …');
  const deployed = [procedure('gone'), view, trigger];
  t.deepEqual(comparePrograms([], deployed, { prune: false }), []);
  t.deepEqual(words(comparePrograms([], deployed, { prune: true })), [
    'drop fires',
    'drop seen',
    'drop gone',
  ]);
});

test('what may not be seen is neither changed nor dropped', t => {
  const hidden: readonly Deployed[] = [
    { kind: 'procedure', name: 'p', hidden: true },
    { kind: 'procedure', name: 'q', hidden: true },
  ];
  t.deepEqual(comparePrograms([compiled(procedure('p'))], hidden, { prune: true }), []);
});

test('names of procedures are compared without case, those of views with it', t => {
  const [wanted, there] = ['V', 'v'].map(name => definition('view', name, 'CREATE VIEW'));
  if (wanted === undefined || there === undefined) return t.fail();
  t.deepEqual(words(comparePrograms([compiled(wanted)], [there], { prune: false })), ['create V']);
  const upper = comparePrograms([compiled(procedure('P'))], [procedure('p')], { prune: false });
  t.deepEqual(words(upper), ['replace P']);
});

test('settings and a stated definer are compared; one that nobody states stays the server’s', t => {
  const there = procedure('p');
  const settings = { ...there.settings, sqlMode: 'ANSI' };
  t.is(comparePrograms([compiled({ ...there, settings })], [there], { prune: false }).length, 1);
  const owned = comparePrograms([compiled({ ...there, definer: 'root@%' })], [there], { prune: false });
  t.is(owned[0]?.after?.definer, 'root@%');
  t.deepEqual(comparePrograms([compiled({ ...there, definer: '' })], [there], { prune: false }), []);
  const unowned = compiled({ ...procedure('p', 'SELECT 2'), definer: '' });
  t.is(comparePrograms([unowned], [there], { prune: false })[0]?.after?.definer, 'owner@localhost');
});

test('an event keeps its first time and whether it is on where the file states neither', t => {
  const there = event({ starts: '2026-01-01 03:00:00', disabled: true });
  t.deepEqual(comparePrograms([compiled(event({}))], [there], { prune: false }), []);
  const [change] = comparePrograms([compiled(event({ schedule: 'EVERY 2 DAY' }))], [there], { prune: false });
  t.false(change?.after?.create.includes('STARTS'));
  t.true(change?.after?.create.includes('\n  DISABLE\n'));
});

test('a first time that the file states is compared', t => {
  const there = event({ starts: '2026-01-01 03:00:00' });
  const later = compiled(event({ starts: '2026-01-01 04:00:00' }));
  const [change] = comparePrograms([later], [there], { prune: false });
  t.regex(change?.after?.create ?? '', /^ {2}STARTS '2026-01-01 04:00:00'$/mu);
});
