/** Scheduled events before a run: what a flip cannot move is named. */
import test from 'ava';
import type { ScheduledEvent } from '../../src/pair/scheduled-event.js';
import { runPreflight } from '../../src/preflight/run-preflight.js';
import type { EventFacts } from '../../src/preflight/server-facts.js';
import { healthyServer, pairWith } from '../helpers/preflight-facts.js';

const { events: quiet } = healthyServer('a');

const sweep: ScheduledEvent = {
  schema: 'app',
  name: 'sweep',
  definer: 'app@127.0.0.1',
  definition: 'd',
  charset: 'utf8mb4',
  collation: 'utf8mb4_general_ci',
  status: 'enabled',
  originator: 1,
  ended: false,
};
const asleep: ScheduledEvent = { ...sweep, status: 'asleep' };
const off = { state: 'OFF', origin: 'option-file' } as const;

type Case = { readonly a?: Partial<EventFacts>; readonly b?: Partial<EventFacts> };

const names = test.macro((t, given: Case, ...expected: readonly RegExp[]) => {
  const input = pairWith({
    a: { events: { ...quiet, all: [sweep], ...given.a } },
    b: { events: { ...quiet, all: [asleep], ...given.b } },
  });
  const found = runPreflight(input).filter(({ id }) => /event/.test(id));
  const told = found.map(({ severity, id, where, message }) => `${severity} ${id}: ${where}: ${message}`);
  t.is(told.length, expected.length, told.join('\n'));
  for (const [index, pattern] of expected.entries()) t.regex(told[index] ?? '', pattern);
  t.true(found.every(({ hint }) => hint !== undefined));
  t.deepEqual(
    runPreflight({ ...input, resumes: true }).filter(({ id }) => /event/.test(id)),
    [],
    'a run that goes on is not judged',
  );
});

test('an event that runs on the active and sleeps on the passive is right', names, {});
test('without any enabled event nothing is asked of the scheduler', names, {
  a: { all: [{ ...sweep, status: 'disabled' }], scheduler: off, accounts: [] },
});

test(
  'an event that is enabled on the passive is refused, with the statement that helps',
  names,
  { b: { all: [{ ...sweep, originator: 2 }] } },
  /refuse scheduled-events: server b .* although the server is passive: app\.sweep$/,
);
test(
  'one that a flip left asleep is for a person to judge',
  names,
  { a: { all: [asleep] } },
  /refuse scheduled-events: server a .* by a flip that nobody finished or by hand: app\.sweep$/,
);
test(
  'one that the passive lacks would end with the flip',
  names,
  { b: { all: [] } },
  /refuse scheduled-events: server b .* missing there, disabled or not the same: app\.sweep$/,
);
test(
  'so would one that is disabled there',
  names,
  { b: { all: [{ ...asleep, status: 'disabled' }] } },
  /refuse scheduled-events: server b/,
);
test(
  'one of another definer is another event',
  names,
  { b: { all: [{ ...asleep, definer: 'root@localhost' }] } },
  /refuse scheduled-events: server b/,
);
test(
  'a name that cannot be said in the character set of its event is refused',
  names,
  {
    a: { all: [{ ...sweep, name: 'balayé', charset: 'latin1' }] },
    b: { all: [{ ...asleep, name: 'balayé', charset: 'latin1' }] },
  },
  /refuse scheduled-events: server a .* made with: app\.balayé$/,
);
test('the same name is no trouble in UTF-8', names, {
  a: { all: [{ ...sweep, name: 'balayé' }] },
  b: { all: [{ ...asleep, name: 'balayé' }] },
});
test(
  'a new collation of the database is told',
  names,
  { a: { recollated: ['app.sweep'] } },
  /warn scheduled-events: server a .* a flip gives it to them: app\.sweep$/,
);

test(
  'a scheduler that is off on the passive alone would end all events',
  names,
  { b: { scheduler: off } },
  /refuse event-scheduler: server b .* is OFF: no event would run there/,
);
test(
  'one that is on at the passive alone would begin them',
  names,
  { a: { scheduler: { ...off, state: 'DISABLED' } } },
  /refuse event-scheduler: server a .* is DISABLED: events do not run there, and would begin to/,
);
test(
  'events that nothing runs are told',
  names,
  { a: { scheduler: off }, b: { scheduler: off } },
  /warn event-scheduler: server a .* and server b .* nothing runs them$/,
);
test(
  'a scheduler that was set at run time may be off after a restart',
  names,
  { b: { scheduler: { state: 'ON', origin: 'set' } } },
  /warn event-scheduler: server b .* set at run time/,
);

test(
  'a definer that one server does not know is refused there',
  names,
  { b: { accounts: ['root@localhost'] } },
  /refuse event-definers: server b .* no account 'app'@'127\.0\.0\.1', .*: app\.sweep$/,
);
test('accounts that cannot be read are not guessed at', names, { b: { accounts: null, systemUsers: null } });
test(
  'a definer with SYSTEM_USER may be named by few',
  names,
  { a: { systemUsers: ['app@127.0.0.1'] } },
  /refuse event-definers: server a .* has SYSTEM_USER, so 'dbshift'@'10\.0\.0\.9' may not move them: app\.sweep$/,
);

test('the advice for an enabled event on the passive is the statement itself', t => {
  const input = pairWith({ b: { events: { ...quiet, all: [sweep] } } });
  const [found] = runPreflight(input).filter(({ id }) => id === 'scheduled-events');
  t.regex(
    found?.hint ?? '',
    /SET SESSION sql_log_bin = 0; ALTER DEFINER = `app`@`127\.0\.0\.1` EVENT `app`\.`sweep` DISABLE ON SLAVE$/,
  );
});
