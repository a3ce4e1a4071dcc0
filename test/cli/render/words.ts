import test from 'ava';
import { align } from '../../../src/cli/render/align.js';
import { describeDuration } from '../../../src/cli/render/duration.js';
import { describeProgress, newThrottle } from '../../../src/cli/render/progress.js';
import { oneLine } from '../../../src/one-line.js';

const durations: Readonly<Record<string, number>> = {
  '0 ms': 0.2,
  '999 ms': 999.4,
  '1.0 s': 1000,
  '9.9 s': 9949,
  '10 s': 9950,
  '59 s': 59_499,
  '1 min 00 s': 59_500,
  '59 min 59 s': 3_599_499,
  '1 h 00 min': 3_599_500,
  '3 h 05 min': 11_100_000,
};

for (const [text, ms] of Object.entries(durations))
  test(`${ms} ms are told as ${text}`, t => t.is(describeDuration(ms), text));

test('a share is rounded down: done is never said too early', t => {
  t.is(describeProgress({ what: 'copy', share: 0.999, etaMs: 12_000 }), 'copy: 99 %, about 12 s left');
});

test('a share or a time that the server does not tell is left out', t => {
  t.is(describeProgress({ what: 'copy', share: null, etaMs: null }), 'copy');
  t.is(describeProgress({ what: 'copy', share: 0.5, etaMs: null }), 'copy: 50 %');
  t.is(describeProgress({ what: 'copy', share: 1, etaMs: 0 }), 'copy: 100 %, less than 1 s left');
});

test('progress is worth a line per tenth, and one after 5 s in between', t => {
  const isDue = newThrottle(0);
  const told = [
    [0, 0],
    [100, 0.05],
    [200, 0.1],
    [300, 0.19],
    [400, 0.21],
    [5399, 0.3],
    [10_399, 0.301],
  ].map(([at = 0, share = 0]) => isDue({ what: 'x', share, etaMs: null }, at));
  t.deepEqual(told, [false, false, true, false, true, false, true]);
});

test('the end of an action has no line of progress', t => {
  t.false(newThrottle(0)({ what: 'x', share: 1, etaMs: 0 }, 60_000));
});

test('progress of the next statement begins at zero again', t => {
  const isDue = newThrottle(0);
  const told = [0.9, 0.95, 0.02, 0.11, 0.13].map(share => isDue({ what: 'x', share, etaMs: null }, 1));
  t.deepEqual(told, [true, false, false, false, true]);
});

test('progress without a share is told every 5 s', t => {
  const isDue = newThrottle(0);
  const told = [1000, 4999, 5000, 9000, 10_000].map(at => isDue({ what: 'x', share: null, etaMs: null }, at));
  t.deepEqual(told, [false, false, true, false, true]);
});

test('columns are as wide as their widest cell, colours take no width, nothing trails', t => {
  const red = '\u001B[31mred\u001B[39m';
  t.deepEqual(align([['a', red, 'x'], ['long', 'b', ''], ['c']]), [`a     ${red}  x`, 'long  b', 'c']);
});

test('text of others is one line without control characters, and cut where it is too long', t => {
  t.is(oneLine('ALTER\n\tTABLE \u001B[2Jx\u0007 \u009B31m'), 'ALTER TABLE [2Jx 31m');
  t.is(oneLine('abcdef', 4), 'abc…');
});
