/** A view of a run: prints what it is given and decides nothing. */
import type { Output } from '../output.js';
import type { TimedEvent } from './timed-event.js';

export type RenderOptions = {
  readonly output: Output;
  /** Aborted when the run was told to stop; its reason is a sentence for people. */
  readonly signal: AbortSignal;
};

/** Consumes every event; what the iterator throws passes through. */
export type Renderer = (events: AsyncIterable<TimedEvent>, options: RenderOptions) => Promise<void>;
