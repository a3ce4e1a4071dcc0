import test from 'ava';
import { lastTime } from '../../src/programs/event-lines.js';

const event = (schedule: string, completion: string): string =>
  `CREATE EVENT \`e\`\n${schedule}  ON COMPLETION ${completion}\n  COMMENT 'x'\nDO\nSET @x = '\n  ENDS ''2020-01-01''\n'`;

test('an event goes with its only time or its last one, unless it is to stay', t => {
  const once = "  ON SCHEDULE AT '2030-01-01 00:00:00'\n";
  const ending = "  ON SCHEDULE EVERY 1 DAY\n  STARTS '2020-01-01 00:00:00'\n  ENDS '2031-01-01 00:00:00'\n";
  t.is(lastTime(event(once, 'NOT PRESERVE')), '2030-01-01 00:00:00');
  t.is(lastTime(event(ending, 'NOT PRESERVE')), '2031-01-01 00:00:00');
  t.is(lastTime(event(once, 'PRESERVE')), null);
  t.is(lastTime(event(ending, 'PRESERVE')), null);
  t.is(lastTime(event('  ON SCHEDULE EVERY 1 DAY\n', 'NOT PRESERVE')), null);
});
