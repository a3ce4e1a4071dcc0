/**
 * Where a side stands inside a migration that it has begun: from its structure, and where two places look alike,
 * from what the journal says was sent and acknowledged. Pure.
 */
import { OutcomeUnknownError } from '../errors.js';
import type { JournalRecord } from '../journal/entry.js';
import type { Place } from '../pair/side.js';
import type { PlannedMigration, PlannedStatement } from '../plan/plan.js';
import { readAlter } from '../plan/read-alter.js';

export type Begun = Place & {
  readonly migration: PlannedMigration;
  /** Fingerprint before the migration's first statement. */
  readonly before: string;
  /** Fingerprint of the side now. */
  readonly now: string;
  readonly records: readonly JournalRecord[];
};

/** Index of the first statement that the side lacks. Throws OutcomeUnknownError where looking cannot tell. */
export function resumePoint({ side, replica, migration, before, now, records }: Begun): number {
  const { sent, done } = journaled(records, { side, replica, name: migration.name });
  const server = replica ?? side;
  const places = placesLike(migration, before, now).filter(place => place >= done);
  // Behind the last statement that was sent only if the journal has lost its end.
  const likely = places.filter(place => place <= sent);
  const [first, second] = likely.length > 0 ? likely : places;
  if (first === undefined) {
    throw new OutcomeUnknownError(
      `${migration.name}: the structure of ${server} is none that this migration passes through`,
      {
        hint: 'see what differs with `dbshift status`; undo what was changed by hand, and run the same command again',
      },
    );
  }
  const pending = migration.statements[first];
  if (second === undefined || pending === undefined || isRepeatable(pending)) return first;
  throw new OutcomeUnknownError(
    `${pending.file}:${pending.line}: it was sent to ${server} and no answer came back`,
    {
      hint: 'its effect cannot be seen in the structure: check by hand whether it was done',
    },
  );
}

/** Places (numbers of statements done) at which the structure is this one. */
function placesLike({ statements }: PlannedMigration, before: string, now: string): readonly number[] {
  const structures = [before, ...statements.map(({ structureAfter }) => structureAfter)];
  return structures.flatMap((structure, place) => (structure === now ? [place] : []));
}

/**
 * Counts, not indexes: how many statements of this migration were sent and not refused, and how many of them are
 * surely done. A statement is sent only when the one before it is done.
 */
function journaled(
  records: readonly JournalRecord[],
  {
    side,
    replica,
    name,
  }: Pick<Begun, 'side'> & { readonly replica: Begun['replica'] | undefined; readonly name: string },
): { readonly sent: number; readonly done: number } {
  const epoch = records.at(-1)?.epoch;
  let [sent, done] = [0, 0];
  for (const { entry, epoch: of } of records) {
    if (of !== epoch || !('statement' in entry)) continue;
    if (entry.side !== side || entry.replica !== replica || entry.migration !== name) continue;
    const { kind, statement: index } = entry;
    if (kind === 'sent') sent = Math.max(sent, index + 1);
    else if (kind === 'refused' && sent === index + 1) sent = index;
    done = Math.max(done, kind === 'acknowledged' ? index + 1 : index);
  }
  return { sent: Math.max(sent, done), done };
}

/**
 * Doing it twice changes nothing: a session variable, an ALTER that leaves no trace (a rebuild). One that renames
 * columns to and fro, drops one and adds it anew, or changes rows by its partitions does more than the structure shows.
 */
function isRepeatable({ kind, sql }: PlannedStatement): boolean {
  if (kind !== 'ddl') return true;
  const alter = readAlter(sql);
  return (
    alter !== null &&
    alter.untried === null &&
    alter.drops.length === 0 &&
    alter.adds.length === 0 &&
    alter.renames.every(({ from, to }) => from.toLowerCase() === to.toLowerCase())
  );
}
