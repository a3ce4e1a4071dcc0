import test from 'ava';
import { faults } from '../helpers/torture/faults.js';
import { drawScenario } from '../helpers/torture/scenario.js';

test('a run of a seed is the same when it is drawn alone', t => {
  const [one, other] = [drawScenario(4, 17), drawScenario(4, 17)];
  t.is(one.fault.name, other.fault.name);
  t.deepEqual(one.trigger, other.trigger);
  t.is(one.random.next(), other.random.next());
});

test('many runs meet every fault', t => {
  const met = new Set(Array.from({ length: 2000 }, (_, run) => drawScenario(1, run).fault.name));
  t.deepEqual([...met].sort(), faults.map(({ name }) => name).sort());
});

test('a fault for which the run must stand still has no delay', t => {
  const triggers = Array.from({ length: 2000 }, (_, run) => drawScenario(2, run)).flatMap(
    ({ fault, trigger }) => (fault.held === true ? [trigger] : []),
  );
  t.true(triggers.length > 10);
  t.true(
    triggers.every(trigger => trigger.when !== 'time' && (trigger.when !== 'step' || trigger.delayMs === 0)),
  );
});
