/**
 * Lets the person at the terminal give the approval that a run waits for. The run goes on waiting meanwhile, so an
 * approval from elsewhere is as good: then the question is withdrawn.
 */
import type { RunEvent } from '../engine/event.js';

export type Approver = {
  /** Rejects when its signal is aborted. */
  ask(question: string, signal: AbortSignal): Promise<boolean>;
  /** Writes the approval where the run looks for it. */
  approve(): Promise<unknown>;
  /** Ends the run when the answer is no. */
  readonly stop: AbortController;
};

/** Passes every event on; a run that was stopped by a no ends as blocked, not as interrupted. */
export async function* withApproval(
  events: AsyncIterable<RunEvent>,
  approver: Approver,
): AsyncGenerator<RunEvent, void> {
  const withdrawn = new AbortController();
  let waiting: Waiting | null = null;
  let answer: Promise<Answer> | null = null;
  try {
    for await (const event of events) {
      if (answer !== null) withdrawn.abort();
      if (event.type === 'interrupted' && waiting !== null && (await answer) === 'no')
        yield refusal(waiting, event);
      else yield event;
      if (event.type !== 'waiting' || event.id !== 'approval-needed') continue;
      waiting = event;
      answer = getAnswer(approver, withdrawn.signal);
      // Its error is thrown where it is awaited, after the run has ended.
      answer.catch(() => undefined);
    }
    await answer;
  } finally {
    withdrawn.abort();
  }
}

type Waiting = Extract<RunEvent, { readonly type: 'waiting' }>;
type Interrupted = Extract<RunEvent, { readonly type: 'interrupted' }>;
type Answer = 'yes' | 'no' | 'withdrawn';

async function getAnswer({ ask, approve, stop }: Approver, signal: AbortSignal): Promise<Answer> {
  const yes = await ask('Flip now?', signal).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (yes === null) return 'withdrawn';
  try {
    if (yes) await approve();
    else stop.abort('not approved, stopping');
  } catch (error) {
    stop.abort('the approval could not be written, stopping');
    throw error;
  }
  return yes ? 'yes' : 'no';
}

function refusal({ why, advice }: Waiting, { view }: Interrupted): RunEvent {
  return { type: 'blocked', id: 'approval-needed', why: `not approved: ${why}`, advice, view };
}
