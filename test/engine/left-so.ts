import test from 'ava';
import fc from 'fast-check';
import { describeLeftSo } from '../../src/engine/left-so.js';
import type { View } from '../../src/pair/view.js';
import { anyView, base } from '../helpers/views.js';

const leg: Partial<View> = {
  batch: 'flip',
  activeLevel: 'old',
  passiveLevel: 'old',
  activeApplier: 'held',
  passiveApplier: 'held',
  flip: 'settled',
};

const cases: Readonly<Record<string, readonly [Partial<View>, RegExp]>> = {
  'a finished pair may stay so': [{ runOpen: false }, /nothing is half-way: it may stay so/u],
  'an open run that has begun nothing may stay so': [{ batch: 'direct', activeLevel: 'old' }, /stays open/u],
  'settings that were changed are put back by the next command': [
    { own: [{ runId: 'r', side: 'b', name: 'knex-lock', old: '0' }] },
    /settings that the run changed are put back/u,
  ],
  'with the applier held the passive falls behind': [leg, /b applies nothing and falls behind/u],
  'in the middle of a migration the passive falls behind': [
    { ...leg, passiveLevel: 'partial' },
    /b applies nothing and falls behind/u,
  ],
  'between the legs it may stay so for days': [
    { ...leg, passiveLevel: 'new', passiveApplier: 'running', flip: 'unapproved' },
    /may stay so for days/u,
  ],
  'between the legs and not applying yet the passive falls behind': [
    { ...leg, passiveLevel: 'new', flip: 'unapproved' },
    /does not apply yet: it falls behind/u,
  ],
  'after the flip the new active has no standby': [
    { ...leg, active: 'b', passive: 'a', activeLevel: 'new', passiveApplier: 'held' },
    /b serves with the new structure and has no standby: a applies nothing/u,
  ],
  'what ran directly comes to the passive by itself': [
    { batch: 'direct', activeLevel: 'new', passiveLevel: 'old', distance: 'near' },
    /comes to b by itself/u,
  ],
  'while writes are paused nobody may go home': [{ situation: 'fenced' }, /cannot write/u],
  'a broken applier is named': [{ passiveApplier: 'broken' }, /stopped with an error/u],
};

for (const [title, [view, said]] of Object.entries(cases))
  test(`left so: ${title}`, t => t.regex(describeLeftSo({ ...base, ...view }), said));

test('every view has an answer, and one in which nobody can write never sounds harmless', t => {
  fc.assert(
    fc.property(anyView(), view => {
      const text = describeLeftSo(view);
      const closed = ['fenced', 'fenced-alone', 'crossed'].includes(view.situation);
      return text !== '' && (!closed || /cannot write/u.test(text));
    }),
    { numRuns: 20_000 },
  );
  t.pass();
});
