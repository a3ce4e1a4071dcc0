import test from 'ava';
import type { RunEvent } from '../../src/engine/event.js';
import type { StepId } from '../../src/engine/rules.js';
import { newTriggerWatch, type Trigger } from '../helpers/torture/trigger.js';
import { base } from '../helpers/views.js';

const begin = (step: StepId): RunEvent => ({ type: 'step', step, title: '', view: base });
const done = (step: StepId): RunEvent => ({ type: 'step-done', step, ms: 1 });
const events: readonly RunEvent[] = [
  begin('isolate'),
  done('isolate'),
  begin('migrate'),
  done('migrate'),
  begin('fence'),
  done('fence'),
  begin('promote'),
  done('promote'),
  begin('isolate'),
  done('isolate'),
  begin('migrate'),
  done('migrate'),
];

function firedAt(trigger: Trigger): readonly number[] {
  const watch = newTriggerWatch(trigger);
  return events.flatMap((event, index) => (watch(event) ? [index] : []));
}

test('a trigger fires at the event that it names, once', t => {
  t.deepEqual(firedAt({ when: 'event', index: 3 }), [3]);
  t.deepEqual(firedAt({ when: 'event', index: 99 }), []);
});

test('a trigger counts the times that its step comes', t => {
  const trigger = { when: 'step', steps: ['migrate'], delayMs: 0 } as const;
  t.deepEqual(firedAt({ ...trigger, on: 'step', nth: 1 }), [2]);
  t.deepEqual(firedAt({ ...trigger, on: 'step-done', nth: 2 }), [11]);
  t.deepEqual(firedAt({ ...trigger, on: 'step', nth: 3 }), []);
});

test('of several steps the first that comes is meant', t => {
  t.deepEqual(firedAt({ when: 'step', steps: ['drain', 'promote'], on: 'step', nth: 1, delayMs: 5 }), [6]);
});

test('a trigger of time fires at no event, and one of all events at each', t => {
  t.deepEqual(firedAt({ when: 'time', ms: 5 }), []);
  t.is(firedAt({ when: 'always' }).length, events.length);
});
