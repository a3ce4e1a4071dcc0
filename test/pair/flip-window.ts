import test from 'ava';
import { describeWindow, type FlipWindow, isInWindow, parseFlipWindow } from '../../src/pair/flip-window.js';

const window = (text: string): FlipWindow => {
  const parsed = parseFlipWindow(text);
  if (parsed === null) throw new Error(`${text} is no window`);
  return parsed;
};

const at = (time: string): number => Date.parse(`2026-03-01T${time}Z`);

test('a window begins with its first minute and ends before its last', t => {
  const night = window('02:00-04:00 UTC');
  t.deepEqual(
    ['01:59:59', '02:00:00', '03:59:59', '04:00:00'].map(time => isInWindow(night, at(time))),
    [false, true, true, false],
  );
});

test('a window may go over midnight', t => {
  const night = window('22:30-04:00 UTC');
  t.deepEqual(
    ['22:29:59', '22:30:00', '00:00:00', '03:59:59', '04:00:00', '12:00:00'].map(time =>
      isInWindow(night, at(time)),
    ),
    [false, true, true, true, false, false],
  );
});

test('a named zone counts, in summer and in winter', t => {
  const night = window('02:00-04:00 Europe/Berlin');
  t.true(isInWindow(night, Date.parse('2026-01-10T01:30:00Z')));
  t.false(isInWindow(night, Date.parse('2026-01-10T03:30:00Z')));
  t.true(isInWindow(night, Date.parse('2026-07-10T00:30:00Z')));
  t.false(isInWindow(night, Date.parse('2026-07-10T02:30:00Z')));
});

test('on the night that has an hour less the window is what the clock on the wall says', t => {
  const night = window('02:00-03:30 Europe/Berlin');
  // 01:59 is followed by 03:00.
  t.false(isInWindow(night, Date.parse('2026-03-29T00:59:00Z')));
  t.true(isInWindow(night, Date.parse('2026-03-29T01:00:00Z')));
  t.false(isInWindow(night, Date.parse('2026-03-29T01:30:00Z')));
});

test('without a zone the clock of the machine counts', t => {
  const now = new Date(2026, 2, 1, 2, 30).getTime();
  t.true(isInWindow(window('02:00-03:00'), now));
  t.false(isInWindow(window('03:00-02:00'), now));
});

for (const text of ['02:00-04:00', '22:00-04:00 Europe/Berlin', '00:00-00:01 UTC'])
  test(`${text} is told as it was written`, t => t.is(describeWindow(window(text)), text));

for (const text of [
  '',
  '2-4',
  '2:00-4:00',
  '24:00-02:00',
  '02:60-04:00',
  '02:00-02:00',
  '02:00',
  '02:00-04:00 Mars/Olympus',
  '02:00-04:00 UTC please',
])
  test(`"${text}" is no window`, t => t.is(parseFlipWindow(text), null));
