import test from 'ava';
import {
  type EventPlace,
  type EventStatus,
  misplacedEvents,
  type ScheduledEvent,
} from '../../src/pair/scheduled-event.js';
import type { Side } from '../../src/pair/side.js';
import { serverIds } from '../helpers/model-events.js';

type Seen = readonly [status: EventStatus, originator: Side] | null;

const event = ([status, originator]: NonNullable<Seen>): ScheduledEvent => ({
  schema: 'app',
  name: 'sweep',
  definer: 'app@%',
  definition: 'd',
  charset: 'utf8mb4',
  collation: 'utf8mb4_bin',
  status,
  originator: serverIds[originator],
  ended: false,
});

const place = (side: Side, seen: Seen, superReadOnly = false): EventPlace => ({
  side,
  server: {
    identity: { serverId: serverIds[side] },
    events: seen === null ? [] : [event(seen)],
    superReadOnly,
  },
});

/** `a` accepts writes. */
const moves = (a: Seen, b: Seen, locked = false): readonly string[] =>
  misplacedEvents(place('a', a), place('b', b, locked)).map(({ side, turn }) => `${turn} at ${side}`);

const right = test.macro((t, a: Seen, b: Seen) => t.deepEqual(moves(a, b), []));
const wrong = test.macro((t, a: Seen, b: Seen, expected: readonly string[]) =>
  t.deepEqual(moves(a, b), expected),
);

test(
  'an event that runs on the active and was replicated is right',
  right,
  ['enabled', 'a'],
  ['asleep', 'a'],
);
test('one that a person disabled stays so', right, ['disabled', 'a'], ['asleep', 'a']);
test(
  'one that was disabled where it ran before the flip stays so',
  right,
  ['asleep', 'b'],
  ['disabled', 'b'],
);
test(
  'one that sleeps on both and was made elsewhere was not put to sleep by a flip',
  right,
  ['asleep', 'b'],
  ['asleep', 'a'],
);
test('the end of one that runs once is no loss', right, ['disabled', 'a'], ['asleep', 'b']);
test('one that only the passive knows, asleep, is left alone', right, null, ['asleep', 'b']);

test(
  'a flip that was given up is seen on the active itself',
  wrong,
  ['asleep', 'a'],
  ['asleep', 'a'],
  ['on at a'],
);
test(
  'a flip that went through is seen on the old active',
  wrong,
  ['asleep', 'b'],
  ['asleep', 'b'],
  ['on at a'],
);
test(
  'one that is on at the passive is put to sleep there first',
  wrong,
  ['asleep', 'b'],
  ['enabled', 'b'],
  ['off at b'],
);
test(
  'one that is on at both is put to sleep on the passive',
  wrong,
  ['enabled', 'a'],
  ['enabled', 'b'],
  ['off at b'],
);

test('what sleeps on the active because of a flip is seen without the passive', t => {
  const found = misplacedEvents(place('a', ['asleep', 'a']), null);
  t.deepEqual(
    found.map(({ side, turn }) => [side, turn]),
    [['a', 'on']],
  );
  t.deepEqual(misplacedEvents(place('a', ['asleep', 'b']), null), []);
});

test('nothing is asked of a passive on which nothing can be changed, nor can it write', t => {
  t.deepEqual(moves(['asleep', 'b'], ['enabled', 'b'], true), []);
});

test('events of one name in two databases are two events', t => {
  const other = { ...event(['asleep', 'b']), schema: 'other' };
  const b: EventPlace = { side: 'b', server: { ...place('b', null).server, events: [other] } };
  t.deepEqual(misplacedEvents(place('a', ['asleep', 'b']), b), []);
});
