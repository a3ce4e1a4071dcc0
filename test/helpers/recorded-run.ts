/** Runs as a view sees them: events with their moments, written down by hand from what `converge` yields. */

import type { TimedEvent } from '../../src/cli/render/timed-event.js';
import type { Action } from '../../src/engine/action.js';
import type { RunEvent } from '../../src/engine/event.js';
import type { Progress } from '../../src/engine/ports.js';
import type { StepId } from '../../src/engine/rules.js';
import type { View } from '../../src/pair/view.js';
import type { Plan } from '../../src/plan/plan.js';
import { base } from './views.js';

/** 2026-03-01T12:00:00.000Z */
const start = Date.UTC(2026, 2, 1, 12);

export const plan: Plan = {
  fingerprint: '3f9ac41be0d27781'.repeat(4),
  database: 'shop',
  batches: [
    {
      strategy: 'flip',
      why: 'ALTER TABLE orders copies the table',
      migrations: [
        { name: '20260301_bigint_ids.sql', kind: 'sql', checksum: 'c1', statements: [] },
        { name: '20260302_index_orders.js', kind: 'knex', checksum: 'c2', statements: [] },
      ],
      conversions: ['ALL_NON_LOSSY'],
      tables: ['orders'],
      structureBefore: 's0',
      structureAfter: 's1',
    },
    {
      strategy: 'direct',
      why: 'creates tables only',
      migrations: [{ name: '20260303_create_coupons.js', kind: 'knex', checksum: 'c3', statements: [] }],
      conversions: [],
      tables: ['coupons'],
      structureBefore: 's1',
      structureAfter: 's2',
    },
  ],
  refusals: [],
  before: { tables: {}, others: {} },
  after: { tables: {}, others: {} },
};

const planned = { type: 'planned', plan, runId: '20260301-120000-7f3a', resumed: false } as const;
const atFlip: Partial<View> = { batch: 'flip', activeLevel: 'old', flip: 'wanted' };
const alter = 'ALTER TABLE `orders`\n  MODIFY `id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT';
const create = 'CREATE TABLE `coupons` (`id` INT UNSIGNED NOT NULL PRIMARY KEY)';

/** Both batches: a leg with progress, a flip, the other leg with the roles changed, a direct batch, the goal. */
export function wholeRun(): readonly TimedEvent[] {
  const tape = newTape();
  tape.tell(3100, planned);
  leg(tape, { active: 'a', passive: 'b' }, 61_000);
  tape.step('catch-up', 'wait until b has caught up', {}, [
    [{ do: 'wait-applied', side: 'b', why: 'catch-up' }, [], 4200],
  ]);
  tape.step('verify', 'compare b with a', {}, [[{ do: 'verify', active: 'a' }, [], 1800]]);
  flip(tape);
  const changed: Partial<View> = { active: 'b', passive: 'a' };
  leg(tape, changed, 58_000);
  tape.step('catch-up', 'wait until a has caught up', { ...changed, index: 1 }, [
    [{ do: 'wait-applied', side: 'a', why: 'catch-up' }, [], 3900],
  ]);
  tape.step('verify', 'compare a with b', { ...changed, index: 1 }, [
    [{ do: 'verify', active: 'b' }, [], 1700],
  ]);
  tape.step('direct', 'run batch 2 on b (active), replicated', { ...changed, index: 1 }, [
    [{ do: 'run-batch', side: 'b', index: 1, how: 'direct' }, [`b: ${create}`], 31],
  ]);
  tape.step('settle', 'wait until a has it', { ...changed, index: 1 }, [
    [{ do: 'wait-applied', side: 'a', why: 'settle' }, [], 12],
  ]);
  tape.tell(5, { type: 'goal', view: { ...base, ...changed } });
  return tape.events;
}

/** A flip that could not be finished, then a person is needed. */
export function givenUpRun(): readonly TimedEvent[] {
  const tape = newTape();
  tape.tell(900, { ...planned, resumed: true });
  tape.step('fence', 'close a for writes', atFlip, [
    [{ do: 'fence', side: 'a', events: [] }, ['a: SET GLOBAL read_only = 1'], 40],
  ]);
  tape.fail('promote', 'open b for writes', {
    why: 'server b (127.0.0.1:3307): connection lost:\n\u001B[31mread ECONNRESET',
    action: { do: 'open-writes', side: 'b', why: 'promote' },
    view: { ...atFlip, situation: 'fenced' },
  });
  tape.step('unfence', 'open a for writes again', { ...atFlip, situation: 'fenced-alone' }, [
    [{ do: 'open-writes', side: 'a', why: 'unfence' }, ['a: SET GLOBAL read_only = 0'], 6],
  ]);
  tape.tell(1, { type: 'flip-undone', from: 'a', pauseMs: 5012, why: 'b could not be reached' });
  tape.tell(2, {
    type: 'blocked',
    id: 'server-lost',
    why: 'a server cannot be reached, and without it nothing can be done safely',
    advice: 'bring it back, or check the network, and run the same command again',
    view: { ...base, ...atFlip, situation: 'lost' },
  });
  return tape.events;
}

/** Waits for an approval until it is told to stop. */
export function stoppedRun(): readonly TimedEvent[] {
  const tape = newTape();
  tape.tell(700, {
    type: 'warnings',
    findings: [
      { id: 'lag', where: 'server b (10.0.0.12:3306)', message: 'is 1.4 s behind', hint: 'wait a moment' },
    ],
  });
  tape.tell(200, planned);
  tape.tell(20, {
    type: 'waiting',
    id: 'approval-needed',
    why: 'ready to flip from a to b, waiting for approval',
    advice: 'run `dbshift approve flip`, or the same command with `--yes`',
  });
  tape.tell(60_000, { type: 'interrupted', view: { ...base, ...atFlip } });
  return tape.events;
}

/** Plays the events as a run yields them: each when it is asked for. */
export async function* play<T>(events: readonly T[]): AsyncGenerator<T, void> {
  yield* events;
}

type Tape = ReturnType<typeof newTape>;
type Done = readonly [
  action: Action,
  statements: readonly string[],
  ms: number,
  progress?: readonly Progress[],
];
type Failure = { readonly why: string; readonly action: Action; readonly view: Partial<View> };

function newTape() {
  const events: TimedEvent[] = [];
  let at = start;
  const tell = (ms: number, event: RunEvent): void => {
    at += ms;
    events.push({ at, event });
  };
  const begin = (step: StepId, title: string, view: Partial<View>): void =>
    tell(2, { type: 'step', step, title, view: { ...base, ...view } });
  const step = (id: StepId, title: string, view: Partial<View>, actions: readonly Done[]): void => {
    begin(id, title, view);
    for (const [action, statements, ms, progress = []] of actions) {
      tell(0, { type: 'action', action, statements });
      for (const one of progress) tell(ms / progress.length, { type: 'progress', action, progress: one });
      tell(progress.length === 0 ? ms : 0, { type: 'action-done', action, ms });
    }
    tell(0, { type: 'step-done', step: id, ms: actions.reduce((sum, [, , ms]) => sum + ms, 0) });
  };
  const fail = (id: StepId, title: string, { why, action, view }: Failure): void => {
    begin(id, title, view);
    tell(0, { type: 'action', action, statements: [] });
    tell(4900, { type: 'action-failed', action, why });
  };
  return { events, tell, step, fail };
}

/** Isolate and migrate; the ALTER tells its progress twenty times. */
function leg(tape: Tape, view: Partial<View>, ms: number): void {
  const roles = { ...base, ...view, batch: 'flip', passiveLevel: 'old' } as const;
  const side = roles.passive;
  tape.step('isolate', 'stop applying on both sides', roles, [
    [
      { do: 'hold-applier', side: 'a' },
      ['a: STOP SLAVE', 'a: CHANGE MASTER TO MASTER_DELAY = 2147483647'],
      21,
    ],
    [
      { do: 'hold-applier', side: 'b' },
      ['b: STOP SLAVE', 'b: CHANGE MASTER TO MASTER_DELAY = 2147483647'],
      19,
    ],
  ]);
  const progress = Array.from({ length: 20 }, (_, index) => ({
    what: alter,
    share: (index + 1) / 20,
    etaMs: ms - ((index + 1) * ms) / 20,
  }));
  tape.step('migrate', `migrate ${side} (passive), not binlogged`, roles, [
    [{ do: 'run-batch', side, index: 0, how: 'leg' }, [`${side}: ${alter}`], ms, progress],
  ]);
}

function flip(tape: Tape): void {
  tape.step('fence', 'close a for writes', atFlip, [
    [{ do: 'fence', side: 'a', events: [] }, ['a: SET GLOBAL read_only = 1'], 55],
  ]);
  tape.step('drain', 'let b apply everything that a wrote', { ...atFlip, situation: 'fenced' }, [
    [{ do: 'wait-applied', side: 'b', why: 'drain' }, [], 140],
  ]);
  tape.step('promote', 'open b for writes', { ...atFlip, situation: 'fenced' }, [
    [{ do: 'open-writes', side: 'b', why: 'promote' }, ['b: SET GLOBAL read_only = 0'], 7],
  ]);
  tape.step('repoint', 'move the pointer to b', { ...atFlip, situation: 'crossed' }, [
    [{ do: 'move-pointer', to: 'b' }, [], 35],
    [{ do: 'end-sessions', side: 'a' }, [], 9],
  ]);
  tape.tell(0, { type: 'flipped', from: 'a', to: 'b', pauseMs: 312 });
}
