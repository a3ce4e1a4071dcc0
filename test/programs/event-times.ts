/** The times of an event as a file states them. */
import test from 'ava';
import { readEventTimes } from '../../src/programs/event-times.js';

const times: readonly (readonly [schedule: string, starts: boolean, moving: boolean])[] = [
  ['EVERY 1 DAY', false, false],
  ["EVERY 1 DAY STARTS '2030-01-01 03:00:00'", true, false],
  ["EVERY 1 DAY STARTS '2030-01-01 03:00:00' + INTERVAL 1 DAY", true, true],
  ['EVERY 1 DAY STARTS CURRENT_TIMESTAMP', true, true],
  ['EVERY 1 DAY ENDS NOW() + INTERVAL 1 YEAR', false, true],
  ["AT '2030-01-01 03:00:00'", false, false],
  ['AT CURRENT_TIMESTAMP + INTERVAL 1 HOUR', false, true],
];

for (const [schedule, starts, moving] of times)
  test(`ON SCHEDULE ${schedule} ${starts ? 'states' : 'does not state'} its first time and ${moving ? 'moves' : 'stays'}`, t => {
    t.deepEqual(readEventTimes(`CREATE EVENT \`at\` ON SCHEDULE ${schedule} DO SELECT NOW()`), {
      starts,
      moving,
    });
  });
