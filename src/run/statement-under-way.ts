/** The DDL that the journal has as sent to a server and not as answered. Pure. */
import type { JournalRecord } from '../journal/entry.js';
import type { ServerKey } from '../pair/side.js';
import type { Plan, PlannedMigration } from '../plan/plan.js';

export type SentStatement = {
  readonly sql: string;
  /** Fingerprints of the structure without it and with it. */
  readonly before: string;
  readonly after: string;
};

/** By the last mark of the newest run for this server; null where that was answered, or there is none. */
export function statementUnderWay(
  records: readonly JournalRecord[],
  plan: Plan | null,
  server: ServerKey,
): SentStatement | null {
  const epoch = records.at(-1)?.epoch;
  const last = records.findLast(
    ({ entry, epoch: of }) =>
      of === epoch && 'statement' in entry && (entry.replica ?? entry.side) === server,
  )?.entry;
  if (last?.kind !== 'sent' || plan === null) return null;
  for (const batch of plan.batches) {
    let before = batch.structureBefore;
    for (const migration of batch.migrations) {
      if (migration.name === last.migration) return sentOf(migration, last.statement, before);
      before = migration.statements.at(-1)?.structureAfter ?? before;
    }
  }
  return null;
}

function sentOf({ statements }: PlannedMigration, index: number, before: string): SentStatement | null {
  const statement = statements[index];
  if (statement === undefined) return null;
  return {
    sql: statement.sql,
    before: statements[index - 1]?.structureAfter ?? before,
    after: statement.structureAfter,
  };
}
