import test from 'ava';
import { hasCommitted } from '../../src/gtid/mariadb-committed.js';
import { parseMariadbGtidSet } from '../../src/gtid/mariadb-gtid-set.js';
import { parseMysqlGtidSet } from '../../src/gtid/mysql-gtid-set.js';

const set = (binlogState: string, slavePos: string) => parseMariadbGtidSet({ binlogState, slavePos });
const active = set('0-2-50,0-1-100', '0-2-50');

test('what is in the binlog of the passive is committed once its position has reached it', t => {
  t.false(hasCommitted(set('0-2-50,0-1-100', '0-1-99'), active, 1));
  t.true(hasCommitted(set('0-2-50,0-1-100', '0-1-100'), active, 1));
  t.true(hasCommitted(set('0-1-100,0-2-101', '0-2-101'), active, 1), 'an event of its own that came back');
});

test('only what the active wrote itself is asked for, in each domain', t => {
  t.true(hasCommitted(set('0-2-50', ''), set('0-2-50', '0-2-50'), 1));
  const two = set('0-1-100,7-1-3', '');
  t.false(hasCommitted(set('0-1-100,7-1-3', '0-1-100'), two, 1));
  t.false(hasCommitted(set('0-1-100,7-1-3', '0-1-100,7-1-2'), two, 1));
  t.true(hasCommitted(set('0-1-100,7-1-3', '0-1-100,7-1-3'), two, 1));
});

test('of a set that is none of MariaDB nothing is known', t => {
  t.false(hasCommitted(parseMysqlGtidSet(''), active, 1));
});
