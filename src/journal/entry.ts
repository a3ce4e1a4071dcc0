/**
 * What the journal holds: only what cannot be seen by looking at the servers. Entries are appended, never changed;
 * an entry is written on every side that can be written, before the thing it announces is done.
 */
import type { Intent, PauseAt, SettingName } from '../pair/facts.js';
import type { Place, Side } from '../pair/side.js';
import type { StatementCost } from '../plan/numbers/statement-cost.js';

export type Entry =
  /** `by`: who opened the run, and on which machine. */
  | { readonly kind: 'open'; readonly intent: Intent; readonly by?: string }
  | { readonly kind: 'approve'; readonly what: 'flip'; readonly by: string }
  /** A later command of the same run says anew where it stops. */
  | { readonly kind: 'pause-at'; readonly pauseAt: PauseAt }
  /** A later command of the same run says that it waits after each flip. */
  | { readonly kind: 'hold-after-flip' }
  /** The rollback window of a batch is over: its old side gets its leg. */
  | { readonly kind: 'finish'; readonly batch: number; readonly by: string }
  /** Written under the lock, where the window was seen open: it wins over a `finish` that comes in at the same time. */
  | { readonly kind: 'rollback'; readonly batch: number; readonly by: string }
  /** It came to no flip back: the window is open as before. */
  | { readonly kind: 'rollback-undone'; readonly why: string }
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
      readonly kind: 'sent' | 'refused';
      readonly migration: string;
      readonly statement: number;
    })
  /** `cost`: of one that rewrote a large table; later plans estimate by it. */
  | (Place & {
      readonly kind: 'acknowledged';
      readonly migration: string;
      readonly statement: number;
      readonly cost?: StatementCost;
    })
  /** A side came to what the other one had: so many transactions, in so long; later plans estimate by it. */
  | { readonly kind: 'caught-up'; readonly side: Side; readonly transactions: number; readonly ms: number }
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
