import test from 'ava';
import { type RunningDdl, runningDdl, stopMessage } from '../../src/cli/stop-message.js';
import type { RunEvent } from '../../src/engine/event.js';

const run = (how: 'leg' | 'direct' | 'data') => ({ do: 'run-batch', side: 'b', index: 0, how }) as const;

const after = (...events: readonly RunEvent[]): RunningDdl => events.reduce(runningDdl, null);

test('during a DDL a person is told what is waited for, and how to end it', t => {
  const action = run('leg');
  const progress = { what: 'ALTER TABLE orders FORCE', share: 0.43, etaMs: 12_000 };
  const message = stopMessage(
    after({ type: 'action', action, statements: [] }, { type: 'progress', action, progress }),
  );
  t.regex(message, /waiting for b, ALTER TABLE orders FORCE: 43 %, about 12 s left/u);
  t.regex(message, /`dbshift cancel` ends it/u);
  t.regex(message, /a second signal leaves at once, and the DDL goes on/u);
});

test('a DDL that has ended, and a data migration, are not said to be cancelled', t => {
  const action = run('leg');
  const begun: RunEvent = { type: 'action', action, statements: [] };
  for (const running of [
    null,
    after(begun, { type: 'action-done', action, ms: 1 }),
    after({ type: 'action', action: run('data'), statements: [] }),
  ])
    t.is(stopMessage(running), 'stopping after the current action; a second signal leaves at once');
});
