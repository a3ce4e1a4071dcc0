/** A row of the journal's table, and the record that it is. */
import type { Entry, JournalRecord } from './entry.js';

export type StoredRecord = {
  readonly epoch: number;
  readonly n: number;
  readonly nonce: string;
  readonly run_id: string;
  readonly at: string;
  readonly entry: string;
};

export function toRecord({ run_id, entry, ...rest }: StoredRecord): JournalRecord {
  return { ...rest, runId: run_id, entry: JSON.parse(entry) as Entry };
}
