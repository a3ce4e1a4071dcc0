/**
 * The plan: recorded statements in batches, each batch with the way it goes. It is data, complete in itself: a
 * run (or the run that takes over after a crash) sends the servers nothing that does not stand here.
 */
import type { Finding } from '../errors.js';
import type { ReplicaKey } from '../pair/side.js';
import type { PlannedProgram } from '../programs/planned-program.js';
import type { Review } from './review.js';
import type { RollbackWindow } from './rollback/rollback-window.js';
import type { RunbookStep } from './runbook-step.js';
import type { Structure } from './structure.js';

/** How the applier of the passive must convert values while old row events meet the new structure. */
export type Conversion = 'ALL_NON_LOSSY' | 'ALL_UNSIGNED';

export type Verdict =
  | { readonly kind: 'applies' }
  | {
      readonly kind: 'applies-with-conversion';
      readonly conversions: readonly Conversion[];
      readonly why: string;
    }
  | { readonly kind: 'depends-on-data'; readonly query: string; readonly why: string }
  /** The applier stops with one of these errors. */
  | { readonly kind: 'stops'; readonly errnos: readonly number[]; readonly why: string }
  | { readonly kind: 'silently-wrong'; readonly why: string };

/** Verdict for the row events of one table, written with the structure before and applied to the one after. */
export type TableVerdict = {
  readonly table: string;
  readonly verdict: Verdict;
  /** The safe rewrite, where there is one. */
  readonly advice?: string;
};

/** ALTER algorithms in order of cost, as the server names them. NOCOPY exists on MariaDB only. */
export type Algorithm = 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY';

export type PlannedStatement = {
  /** Exactly what a server is sent. */
  readonly sql: string;
  readonly file: string;
  /** 1-based line in the file; for a JavaScript migration the ordinal of the statement it sent. */
  readonly line: number;
  /** `ddl` changes structure, `rows` writes rows of a table created by the same file, `session` sets a variable. */
  readonly kind: 'ddl' | 'rows' | 'session';
  /** Tables whose structure this statement changes, by name. */
  readonly tables: readonly string[];
  /** Cheapest algorithm that the server accepts on the structure-only copy; null where none applies (CREATE TABLE). */
  readonly algorithm: Algorithm | null;
  /** Whether writes go on while it runs (LOCK=NONE was accepted). */
  readonly online: boolean;
  readonly verdicts: readonly TableVerdict[];
  /** Fingerprint of the whole structure after this statement. */
  readonly structureAfter: string;
  /** Of an abort: the rows that are fetched before it is sent. */
  readonly copies?: CopiedTable;
};

/** A table of the passive that lost values, and is copied from the active whole. */
export type CopiedTable = {
  readonly table: string;
  /** What the applier needs while it comes up to the point of the copy. */
  readonly conversions: readonly Conversion[];
};

export type MigrationKind = 'knex' | 'sql';

export type PlannedMigration = {
  /** As the bookkeeping table records it: the file name with its extension. */
  readonly name: string;
  readonly kind: MigrationKind;
  /** sha256 of the file. */
  readonly checksum: string;
  readonly statements: readonly PlannedStatement[];
  /**
   * Migrations whose records it removes: it is done where none of them is recorded. Absent for one that goes forward:
   * that is done where its own name is recorded.
   */
  readonly takesBack?: readonly string[];
  /** Of one that takes back: those that are recorded again, by its `rows` (an abort of a run that took them back). */
  readonly givesBack?: readonly string[];
};

export type Strategy = 'direct' | 'flip' | 'data';

export type Batch = {
  readonly strategy: Strategy;
  /** Why this way, in a sentence for the reviewer. */
  readonly why: string;
  readonly migrations: readonly PlannedMigration[];
  /** Stored programs that are brought behind the migrations, in this order; absent where there are none. */
  readonly programs?: readonly PlannedProgram[];
  /** Fingerprint of the structure without them, behind the migrations: as it is found while they are brought. */
  readonly apart?: string;
  /** What the passive's applier needs while it applies old events; empty where nothing. */
  readonly conversions: readonly Conversion[];
  /** Tables that this batch changes, in name order. */
  readonly tables: readonly string[];
  readonly structureBefore: string;
  readonly structureAfter: string;
  /** A leg of the passive alone, towards the structure that the active has (`abort`). It has one migration. */
  readonly oneLeg?: true;
  /** Of a flip batch: whether its flip can be taken back for a while; absent where nobody judged it, and then it cannot. */
  readonly rollback?: RollbackWindow;
};

export type Plan = {
  /** Servers below the sides that get each leg too; absent where there are none. */
  readonly replicas?: readonly ReplicaKey[];
  /** Scheduled events that each flip moves, as `schema.name`; absent where there is no flip or no enabled event. */
  readonly events?: readonly string[];
  /** Names the plan: hash of the structure before, the files and the recorded statements. */
  readonly fingerprint: string;
  readonly database: string;
  readonly batches: readonly Batch[];
  /** Why some migrations cannot go any way; a plan with refusals is never run. */
  readonly refusals: readonly Finding[];
  /** What the plan changes of the structure, before the first batch and after the last one; the rest is left out. */
  readonly before: Structure;
  readonly after: Structure;
  /** For people and pull requests; absent of an abort, which nobody reviews beforehand. */
  readonly review?: Review;
  /** For people: the steps of a run, from where the pair stands to the goal. Absent of a plan that is run. */
  readonly steps?: readonly RunbookStep[];
  /** Names of the servers in the steps, by side and replica; absent where no pair was asked. */
  readonly servers?: Readonly<Record<string, string>>;
};
