/**
 * The journal of a command that has to do with one server. While writes are paused only the passive takes entries, so
 * that a promotion was announced stands there alone: where its half cannot be read, one counts as sent, and the
 * fenced active stays closed. Unless it is certain that no application can have written on the passive.
 */
import type { Journal } from '../journal/journal.js';
import type { Facts } from '../pair/facts.js';
import { otherSide, type Side } from '../pair/side.js';
import { readReplication } from '../server/read-replication.js';
import type { Run } from './engine-ports.js';
import { readPointers } from './read-pointers.js';

/** What a person, or who fences servers for him, vouches for. */
export const acceptable = ['passive-lost'] as const;
export type Accepted = (typeof acceptable)[number];

/** The run's journal, with that doubt in its facts. */
export function doubtedJournal(run: Run, accepted: readonly Accepted[]): Journal {
  const { journal } = run;
  let doubtful = false;
  const doubt = (facts: Facts): Facts => ({ ...facts, promoteSent: facts.promoteSent || doubtful });
  const glance = async (): Promise<Facts> => {
    const facts = await journal.glance();
    const { flipFrom } = facts;
    doubtful =
      flipFrom !== null &&
      journal.unread().includes(otherSide(flipFrom)) &&
      !(await isOutOfService(run, flipFrom, accepted));
    return doubt(facts);
  };
  return { ...journal, reload: glance, glance, facts: () => doubt(journal.facts()) };
}

/**
 * Whether the passive of a flip from `active` is down and no application was sent there: every pointer names the
 * active, no server listens at the passive's address, and the active's receiver has lost it too. What accepted nothing
 * and comes back closed to writes may be left out.
 */
async function isOutOfService(
  { pair, pointers }: Run,
  active: Side,
  accepted: readonly Accepted[],
): Promise<boolean> {
  const pointer = await readPointers(pointers);
  if (pointer.kind !== 'names' || pointer.side !== active) return false;
  const passive = otherSide(active);
  const [lower, upper] = [await pair.watch(passive), await pair.watch(active)];
  if (lower !== null || upper === null) return false;
  if (accepted.includes('passive-lost')) return true;
  const { receiver } = await readReplication(upper, pair.flavor);
  return pair.isDown(passive) && (receiver === 'connecting' || receiver === 'broken');
}
