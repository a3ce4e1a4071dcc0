/**
 * What the journal holds: only what cannot be seen by looking at the servers. Entries are appended, never changed;
 * an entry is written on every side that can be written, before the thing it announces is done.
 */
import type { Intent, PauseAt, SettingName } from '../pair/facts.js';
import type { Place, Side } from '../pair/side.js';

export type Entry =
  /** `by`: who opened the run, and on which machine. */
  | { readonly kind: 'open'; readonly intent: Intent; readonly by?: string }
  | { readonly kind: 'approve'; readonly what: 'flip'; readonly by: string }
  /** A later command of the same run says anew where it stops. */
  | { readonly kind: 'pause-at'; readonly pauseAt: PauseAt }
  /** `at`: unix ms, the runner's clock. */
  | { readonly kind: 'verified'; readonly key: string; readonly at?: number }
  /** A proof is void: the applier met an error. */
  | { readonly kind: 'void'; readonly why: string }
  | (Place & { readonly kind: 'changed'; readonly name: SettingName; readonly old: string })
  | (Place & { readonly kind: 'restored'; readonly name: SettingName; readonly ofRun: string })
  /** A side was seen closed for writes by what it boots with, since this boot (`bootedAt`). */
  | { readonly kind: 'booted'; readonly side: Side; readonly bootedAt: number }
  /**
   * A statement is about to be sent, was carried out, or was answered with an error and so was not. `statement`
   * counts from 0 within the migration.
   */
  | (Place & {
      readonly kind: 'sent' | 'acknowledged' | 'refused';
      readonly migration: string;
      readonly statement: number;
    })
  /** The fence is about to be asked for. */
  | { readonly kind: 'flip'; readonly from: Side; readonly to: Side; readonly at: number }
  | { readonly kind: 'promote'; readonly to: Side }
  | { readonly kind: 'repoint-failed'; readonly why: string }
  /** `pauseMs`: null where nobody saw the pointer move. */
  | { readonly kind: 'flip-done'; readonly to: Side; readonly pauseMs: number | null }
  | { readonly kind: 'flip-undone'; readonly why: string }
  | { readonly kind: 'end'; readonly outcome: 'done' | 'abandoned' };

/** An entry as it stands in the table. */
export type JournalRecord = {
  /** Grows with every run; within one, `n` orders the entries, and `nonce` tells two writers of one `n` apart. */
  readonly epoch: number;
  readonly n: number;
  readonly nonce: string;
  readonly runId: string;
  /** UTC with microseconds, by the server that wrote it. */
  readonly at: string;
  readonly entry: Entry;
};
