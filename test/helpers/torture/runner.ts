/**
 * A program: `dbshift migrate --yes` without its views, which keep to themselves what happens while writes are off.
 * It tells each event when it comes, and can be held at one: a run goes on only as its events are taken.
 */
import { once } from 'node:events';
import { exitCodeOf, exitCodeOfEnding, isEnding } from '../../../src/cli/exit.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { RunEvent } from '../../../src/engine/event.js';
import { migrate } from '../../../src/run/migrate.js';
import { newTriggerWatch, type Trigger } from './trigger.js';

export type RunnerInput = { readonly cwd: string; readonly trigger: Trigger };

export type RunnerMessage =
  | { readonly at: number; readonly event: RunEvent; readonly reached: boolean }
  | { readonly at: number; readonly code: number; readonly why: string };

process.on('disconnect', () => process.exit(1));
const [{ cwd, trigger }] = (await once(process, 'message')) as [RunnerInput];
const isReached = newTriggerWatch(trigger);
const held =
  trigger.when === 'event' || trigger.when === 'always' || (trigger.when === 'step' && trigger.delayMs === 0);

await run().then(
  code => tell({ at: Date.now(), code, why: '' }),
  (error: Error) => tell({ at: Date.now(), code: exitCodeOf(error), why: `${error.name}: ${error.message}` }),
);
process.exit(0);

async function run(): Promise<number> {
  const config = await loadConfig({ cwd });
  const { signal } = new AbortController();
  let code = -1;
  for await (const event of migrate(config, { yes: true, awaitApproval: false, signal })) {
    const reached = isReached(event);
    const goOn = reached && held ? once(process, 'message') : null;
    await tell({ at: Date.now(), event: brief(event), reached });
    await goOn;
    if (isEnding(event)) code = exitCodeOfEnding(event);
  }
  return code;
}

/** A plan is long, and nobody asks for it here. */
function brief(event: RunEvent): RunEvent {
  return event.type === 'planned'
    ? {
        ...event,
        plan: { ...event.plan, before: { tables: {}, others: {} }, after: { tables: {}, others: {} } },
      }
    : event;
}

function tell(message: RunnerMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}
