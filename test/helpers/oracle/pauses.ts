/** Write pauses as clients saw them. Pure. */
import type { Side } from '../../../src/pair/side.js';
import type { Attempt } from './write-log.js';

export type Pause = {
  readonly from: Side;
  readonly to: Side;
  /** From the last write that the old side acknowledged to the first one of the new side. */
  readonly ms: number;
  /** Writes of that time that the old side turned away. */
  readonly refused: number;
  /** Writes of that time that hung until their connection was cut: their outcome is unknown. */
  readonly cut: number;
};

/** One entry for each change of the side that acknowledged writes, in order. */
export function measurePauses(logs: readonly (readonly Attempt[])[]): readonly Pause[] {
  const attempts = logs.flat();
  const times = activeTimes(attempts);
  return times.slice(1).map(({ side: to, first }, index) => {
    const { side: from = to, last = first } = times[index] ?? {};
    const during = attempts.filter(
      ({ side, sentAt, answeredAt }) => side === from && sentAt < first && (answeredAt ?? Infinity) > last,
    );
    const count = (outcome: Attempt['outcome']) => during.filter(each => each.outcome === outcome).length;
    return { from, to, ms: Math.max(0, first - last), refused: count('refused'), cut: count('unknown') };
  });
}

/** The longest time in ms between two acknowledged writes, whoever wrote them. */
export function longestGap(logs: readonly (readonly Attempt[])[]): number {
  const answers = logs
    .flat()
    .flatMap(({ outcome, answeredAt }) =>
      outcome === 'acknowledged' && answeredAt !== null ? [answeredAt] : [],
    )
    .sort((x, y) => x - y);
  return answers.reduce((longest, at, index) => Math.max(longest, at - (answers[index - 1] ?? at)), 0);
}

type ActiveTime = { readonly side: Side; readonly first: number; readonly last: number };

/** By the generation of the pointer that a writer followed: a late answer of the old side stays with its own time. */
function activeTimes(attempts: readonly Attempt[]): readonly ActiveTime[] {
  const times: ActiveTime[] = [];
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged');
  for (const attempt of acknowledged.sort((x, y) => x.generation - y.generation)) {
    const at = attempt.answeredAt ?? attempt.sentAt;
    const current = times.at(-1);
    if (current?.side !== attempt.side) times.push({ side: attempt.side, first: at, last: at });
    else {
      const { side, first, last } = current;
      times[times.length - 1] = { side, first: Math.min(first, at), last: Math.max(last, at) };
    }
  }
  return times;
}
