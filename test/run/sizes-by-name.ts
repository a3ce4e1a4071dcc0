import test from 'ava';
import { sizesByName } from '../../src/run/sizes-by-name.js';

const sized = (bytes: number, dataBytes: number, indexBytes: number) =>
  sizesByName([{ table: 't', rows: 7, bytes, dataBytes, indexBytes, rowVersions: 0 }]).get('t');

test('a table is as large as its statistics say', t => {
  t.deepEqual(sized(100, 75, 25), { rows: 7, dataBytes: 75, indexBytes: 25 });
});

test('what only the files know of is shared out as the statistics are', t => {
  t.deepEqual(sized(1000, 75, 25), { rows: 7, dataBytes: 750, indexBytes: 250 });
  t.deepEqual(sized(1000, 0, 0), { rows: 7, dataBytes: 1000, indexBytes: 0 });
});

test('files that are not to be seen make nothing smaller', t => {
  t.deepEqual(sized(0, 75, 25), { rows: 7, dataBytes: 75, indexBytes: 25 });
});
