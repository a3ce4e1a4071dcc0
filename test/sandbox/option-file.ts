import test from 'ava';
import { printOptionFile } from '../../src/sandbox/option-file.js';

test('every value is quoted, so that a path with a space or a # stays one value', t => {
  t.is(
    printOptionFile({ datadir: '/tmp/a b#c', port: 3306 }),
    '[mysqld]\ndatadir="/tmp/a b#c"\nport="3306"\n',
  );
});

test('a backslash is doubled, because the server takes it for an escape', t => {
  t.is(printOptionFile({ tmpdir: 'C:\\new' }), '[mysqld]\ntmpdir="C:\\\\new"\n');
});

test('true stands for an option without a value', t => {
  t.is(printOptionFile({ 'skip-networking': true }), '[mysqld]\nskip-networking\n');
});
