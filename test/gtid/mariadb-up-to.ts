import test from 'ava';
import { parseMariadbGtidSet } from '../../src/gtid/mariadb-gtid-set.js';
import { mariadbUpTo } from '../../src/gtid/mariadb-up-to.js';

const executed = (binlogState: string, slavePos = '') => parseMariadbGtidSet({ binlogState, slavePos });

test('what was written behind a place in the binlog is left out, whoever wrote it', t => {
  const set = executed('0-2-90,0-1-120');
  t.is(mariadbUpTo(set, '0-1-100').toString(), '0-2-90,0-1-100');
  t.is(mariadbUpTo(set, '0-2-80').toString(), '0-2-80,0-1-80');
});

test('at its end nothing is left out', t => {
  const set = executed('0-2-90,0-1-120', '0-2-90');
  t.true(mariadbUpTo(set, '0-1-120').equals(set));
});

test('a domain that had no event yet at that place is left out', t => {
  t.is(mariadbUpTo(executed('0-1-120,7-1-5'), '0-1-100').toString(), '0-1-100');
});

test('at the beginning of the binlog there is nothing', t => {
  t.true(mariadbUpTo(executed('0-1-120'), '').isEmpty);
});

test('what lies behind is told from what lies before', t => {
  const now = executed('0-2-90,0-1-120');
  const later = now.minus(mariadbUpTo(now, '0-1-100'));
  t.is(later.size, 20n);
  t.is(later.minus(executed('0-2-90,0-1-100')).size, 20n);
  t.is(later.minus(executed('0-2-90,0-1-101')).size, 19n);
});
