/**
 * Runs the hooks that are only told: after a flip, when a person is needed, at the end. Those of the end run when the
 * run has let go of the pair, so that no lock is held for them. What they answer is reported and changes nothing.
 */
import type { Config } from '../config/config.js';
import type { HookName } from '../config/hook-names.js';
import type { RunEvent } from '../engine/event.js';
import { type ErrorCode, ShiftError } from '../errors.js';
import type { Intent } from '../pair/facts.js';
import { type HookFacts, type HookOutcome, runHook } from './run-hook.js';

export async function* withHooks(
  config: Config,
  goal: Intent['goal'],
  events: AsyncGenerator<RunEvent, void>,
): AsyncGenerator<RunEvent, void> {
  if (config.hooks === undefined) return yield* events;
  let known: HookFacts = { goal };
  let ending: RunEvent | null = null;
  try {
    for await (const event of events) {
      if ('runId' in event) known = { ...known, runId: event.runId };
      // Told last, whatever the hooks of the end have to say.
      if (outcomeOf(event) !== null) ending = event;
      else yield event;
      yield* tell(config, duringRun(event), known);
    }
  } catch (error) {
    yield* tell(config, afterError(error), known);
    throw error;
  }
  if (ending === null) return;
  yield* tell(config, afterEnding(ending), known);
  yield ending;
}

type Call = readonly [name: HookName, facts: Partial<HookFacts>];

async function* tell(
  config: Config,
  calls: readonly Call[],
  known: HookFacts,
): AsyncGenerator<RunEvent, void> {
  for (const [name, facts] of calls) {
    const why = await runHook(config, name, { ...known, ...facts });
    if (why === null) continue;
    const message = `${why}; it was only told, so the run does not depend on it`;
    yield { type: 'warnings', findings: [{ id: 'hook-failed', where: `hooks.${name}`, message }] };
  }
}

function duringRun(event: RunEvent): readonly Call[] {
  switch (event.type) {
    case 'flipped': {
      const { from, to, pauseMs } = event;
      return [['after-flip', { from, to, pauseMs }]];
    }
    case 'waiting':
      return [['on-block', { reason: event.id, message: event.why }]];
    default:
      return [];
  }
}

function afterEnding(event: RunEvent): readonly Call[] {
  const outcome = outcomeOf(event) ?? 'failed';
  const facts: Partial<HookFacts> =
    event.type === 'blocked'
      ? { outcome, reason: event.id, message: event.why }
      : {
          outcome,
          ...(event.type === 'interrupted' && event.why !== undefined ? { message: event.why } : {}),
        };
  const end: Call = ['on-end', facts];
  return outcome === 'blocked' ? [['on-block', facts], end] : [end];
}

function outcomeOf(event: RunEvent): HookOutcome | null {
  switch (event.type) {
    case 'goal':
      return 'done';
    case 'interrupted':
      return 'interrupted';
    case 'blocked':
      // Stopped where it was told to stop, or to be run again: nobody is needed.
      return event.id === 'paused' ? 'done' : event.id === 'flip-window' ? 'interrupted' : 'blocked';
    default:
      return null;
  }
}

const outcomes: { readonly [code in ErrorCode]?: HookOutcome } = {
  preflight: 'blocked',
  refused: 'blocked',
  blocked: 'blocked',
  'outcome-unknown': 'blocked',
  'lock-held': 'interrupted',
  'lock-lost': 'interrupted',
  stopped: 'interrupted',
};

function afterError(error: unknown): readonly Call[] {
  const outcome = (error instanceof ShiftError ? outcomes[error.code] : undefined) ?? 'failed';
  const reason = error instanceof ShiftError ? error.code : 'bug';
  const facts = { outcome, reason, message: error instanceof Error ? error.message : String(error) };
  return outcome === 'blocked'
    ? [
        ['on-block', facts],
        ['on-end', facts],
      ]
    : [['on-end', facts]];
}
