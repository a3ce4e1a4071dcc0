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

/** A run waits for whoever takes its events: what is done here is done right then, once. Throws what the run throws. */
export async function eventsWith(run: AsyncIterable<RunEvent>, harm?: Harm): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  let harmed = false;
  for await (const event of run) {
    events.push(event);
    if (harm === undefined || harmed || event.type !== harm.at || event.step !== harm.step) continue;
    harmed = true;
    await harm.act();
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
