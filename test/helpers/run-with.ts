/** Runs of a command in a test, with something done to the pair at a certain step. */
import type { Config } from '../../src/config/config.js';
import type { RunEvent } from '../../src/engine/event.js';
import type { StepId } from '../../src/engine/rules.js';
import { flip } from '../../src/run/flip.js';
import { migrate } from '../../src/run/migrate.js';

/** `step` means its begin, before its first action; `step-done` its end, before the next look. */
export type Harm = {
  readonly at: 'step' | 'step-done';
  readonly step: StepId;
  act(): Promise<unknown>;
};

/** A run waits for whoever takes its events: what is done here is done right then, each harm once. Throws what the run throws. */
export async function eventsWith(
  run: AsyncIterable<RunEvent>,
  ...harms: readonly Harm[]
): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  const open = new Set(harms);
  for await (const event of run) {
    events.push(event);
    const due = [...open].find(({ at, step }) => event.type === at && event.step === step);
    if (due === undefined) continue;
    open.delete(due);
    await due.act();
  }
  return events;
}

const yes = () => ({ yes: true, awaitApproval: false, signal: new AbortController().signal });

export const flipping = (config: Config) => flip(config, { ...yes(), to: 'b' });

export const migrating = (config: Config, until?: 'passive') =>
  migrate(config, { ...yes(), ...(until === undefined ? {} : { until }) });

export function stepsOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap(event => (event.type === 'step' ? [event.step] : []));
}
