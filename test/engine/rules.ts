import test from 'ava';
import type { Action } from '../../src/engine/action.js';
import { decide } from '../../src/engine/decide.js';
import type { ChangedSetting, SettingName } from '../../src/pair/facts.js';
import type { View } from '../../src/pair/view.js';
import { modelEvents } from '../helpers/model-events.js';
import { base } from '../helpers/views.js';

const changed = (name: SettingName): ChangedSetting => ({ runId: 'r', side: 'b', name, old: '1' });

function restored(view: View): SettingName | null {
  const decision = decide(view);
  const [action] = decision.kind === 'step' ? decision.step.actions : [];
  return action?.do === 'restore-setting' ? action.setting.name : null;
}

test('the lock of the passive is put back last, because nothing can be put back behind it', t => {
  const lock = changed('super-read-only');
  t.is(restored({ ...base, own: [lock, changed('knex-lock')] }), 'knex-lock');
  t.is(restored({ ...base, stale: [lock, changed('conversions')] }), 'conversions');
  t.is(restored({ ...base, own: [lock] }), 'super-read-only');
});

test('a run is not done while a setting is still changed', t => {
  t.is(decide(base).kind, 'goal');
  t.is(decide({ ...base, own: [changed('conversions')] }).kind, 'step');
});

test('a locked passive is opened for the run only while there is something to do on it', t => {
  const locked: View = { ...base, passiveLocked: true };
  t.is(decide(locked).kind, 'goal');
  t.like(decide({ ...locked, verified: false }), { step: { id: 'open-passive' } });
  t.like(decide({ ...locked, own: [changed('knex-lock')] }), { step: { id: 'open-passive' } });
  t.is(restored({ ...locked, own: [changed('super-read-only')] }), 'super-read-only');
});

const [, tick] = modelEvents('a', 'a');
const events = tick === undefined ? [] : [tick];
const on = events.map(event => ({ side: 'a', turn: 'on', event }) as const);
const off = events.map(event => ({ side: 'b', turn: 'off', event }) as const);

function actionsOf(view: View): readonly Action[] {
  const decision = decide(view);
  return decision.kind === 'step' ? decision.step.actions : [];
}

test('events are put to sleep on the passive before they are enabled on the active', t => {
  const view: View = { ...base, misplaced: [...on, ...off] };
  t.like(decide(view), { step: { id: 'move-events' } });
  t.deepEqual(actionsOf(view), [
    { do: 'turn-events', side: 'b', turn: 'off', events },
    { do: 'turn-events', side: 'a', turn: 'on', events },
  ]);
});

test('events run again before anything else is done, put back or asked', t => {
  const due: View = { ...base, misplaced: on };
  const views: readonly View[] = [
    { ...due, stale: [changed('conversions')] },
    { ...due, passiveLocked: true, verified: false },
    { ...due, flip: 'failed-too-often' },
    { ...due, passiveApplier: 'broken' },
    { ...due, distance: 'ahead' },
  ];
  for (const view of views) t.like(decide(view), { step: { id: 'move-events' } });
});

test('a fence takes along the events that are enabled, a flip that is given up brings them back', t => {
  t.deepEqual(actionsOf({ ...base, flip: 'wanted', awake: events }), [{ do: 'fence', side: 'a', events }]);
  const fenced: View = { ...base, situation: 'fenced', flip: 'wanted', overTime: true, misplaced: on };
  t.deepEqual(actionsOf(fenced).at(-1), { do: 'turn-events', side: 'a', turn: 'on', events });
});

test('where the passive cannot be reached nothing is done there', t => {
  const alone: View = { ...base, situation: 'fenced-alone', misplaced: [...on, ...off] };
  t.deepEqual(
    actionsOf(alone).flatMap(action => ('side' in action ? [action.side] : [])),
    ['a', 'a'],
  );
});
