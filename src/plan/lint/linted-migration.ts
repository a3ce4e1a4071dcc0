/** What lint looks at: migrations as they came out of a workspace, with what is known around each statement. */
import type { FlavorName } from '../../flavor/flavor.js';
import type { StatementClass } from '../../sql/statement-class.js';
import type { MigrationKind } from '../plan.js';
import type { ProposedMigration, ProposedStatement } from '../strategy.js';
import type { Structure } from '../structure.js';
import type { ChangedTable } from './changed-tables.js';

/** A way back: none, one that nobody could try, one that a server refuses, or the structure that it leaves. */
export type WayBack = 'missing' | 'there' | 'fails' | Structure;

export type TriedMigration = ProposedMigration & { readonly kind: MigrationKind; readonly down: WayBack };

export type LintedMigration = {
  readonly name: string;
  readonly kind: MigrationKind;
  readonly down: WayBack;
  readonly usesRows: boolean;
  readonly statements: readonly LintedStatement[];
  readonly before: Structure;
};

export type LintedStatement = Pick<ProposedStatement, 'sql' | 'file' | 'line' | 'tables' | 'algorithm'> & {
  readonly classified: StatementClass;
  readonly before: Structure;
  readonly after: Structure;
  /** At the end of the migration: what a later statement of it mends is no fault. */
  readonly end: Structure;
  readonly flavor: FlavorName;
  /** The configured database. */
  readonly database: string;
  /**
   * Tables that were there before the plan, as they are called before this statement, and those that a data migration
   * of the plan may have filled: the others are empty, and no application knows them.
   */
  readonly known: ReadonlySet<string>;
  /** Tables that go on, also under another name, and look different after the statement. */
  readonly changed: readonly ChangedTable[];
};
