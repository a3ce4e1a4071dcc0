/** When a fault strikes, as data: counted in the events of the run itself, or in time. Pure. */
import type { RunEvent } from '../../../src/engine/event.js';
import type { StepId } from '../../../src/engine/rules.js';

export type Trigger =
  /** The event with this number, from 0. The run is held there until the fault has struck. */
  | { readonly when: 'event'; readonly index: number }
  /**
   * `on` of one of these steps, the nth time; so much later the fault strikes. Without a delay the run is held there
   * meanwhile, as for an event.
   */
  | {
      readonly when: 'step';
      readonly steps: readonly StepId[];
      readonly on: StepEvent;
      readonly nth: number;
      readonly delayMs: number;
    }
  /** Every event: the run stands still at each until it is told to go on. */
  | { readonly when: 'always' }
  /** So long after the command was started. */
  | { readonly when: 'time'; readonly ms: number };

export const stepEvents = ['step', 'action', 'action-done', 'step-done'] as const;

export type StepEvent = (typeof stepEvents)[number];

/** A function of the events in their order: whether this is the one. True once. */
export function newTriggerWatch(trigger: Trigger): (event: RunEvent) => boolean {
  let [index, seen, fired] = [-1, 0, false];
  let step: StepId | null = null;
  return event => {
    index += 1;
    if (event.type === 'step') step = event.step;
    if (trigger.when === 'always') return true;
    if (fired || trigger.when === 'time') return false;
    if (trigger.when === 'event') fired = index === trigger.index;
    else if (event.type === trigger.on && step !== null && trigger.steps.includes(step))
      fired = ++seen === trigger.nth;
    return fired;
  };
}

export function describeTrigger(trigger: Trigger): string {
  if (trigger.when === 'always') return 'at every event';
  if (trigger.when === 'event') return `at event ${trigger.index}`;
  if (trigger.when === 'time') return `${trigger.ms} ms after the start`;
  const { on, steps, nth, delayMs } = trigger;
  return `${delayMs === 0 ? '' : `${delayMs} ms after `}${on} ${nth} of ${steps.join('/')}`;
}
