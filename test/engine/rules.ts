import test from 'ava';
import { decide } from '../../src/engine/decide.js';
import type { ChangedSetting, SettingName } from '../../src/pair/facts.js';
import type { View } from '../../src/pair/view.js';
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
