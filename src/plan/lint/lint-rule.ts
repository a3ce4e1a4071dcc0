/** What a rule of lint is: words for people, and a check over all that was tried. */
import type { LintSeverity } from './lint-finding.js';
import type { LintedMigration, LintedStatement } from './linted-migration.js';

export type LintRule = {
  /** Stable: configurations accept findings by it. */
  readonly id: string;
  readonly severity: LintSeverity;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** What to do instead. */
  readonly hint: string;
  /** Has nothing to say of migrations that are taken back. */
  readonly onlyForward?: true;
  readonly check: LintCheck;
};

export type LintCheck = (migrations: readonly LintedMigration[]) => readonly Found[];

/** What a check saw, and where. */
export type Found = {
  readonly at: Pick<LintedStatement, 'file' | 'line'>;
  /** `table` or `table.column`, as it is called before the statement; a new one by its new name. */
  readonly subject: string;
  readonly message: string;
};

type Remark = Omit<Found, 'at'>;

export function eachStatement(check: (statement: LintedStatement) => readonly Remark[]): LintCheck {
  return migrations =>
    migrations.flatMap(({ statements }) =>
      statements.flatMap(statement => check(statement).map(remark => ({ ...remark, at: statement }))),
    );
}

/** For what is about a migration as a whole: its place is the last statement. */
export function eachMigration(check: (migration: LintedMigration) => readonly Remark[]): LintCheck {
  return migrations =>
    migrations.flatMap(migration => {
      const at = { file: migration.name, line: migration.statements.at(-1)?.line ?? 1 };
      return check(migration).map(remark => ({ ...remark, at }));
    });
}

/** Of a table that holds rows, or that applications know, already before the plan. */
export function eachKnownTable(
  check: (table: LintedStatement['changed'][number], statement: LintedStatement) => readonly Remark[],
): LintCheck {
  return eachStatement(statement =>
    statement.changed
      .filter(({ before }) => statement.known.has(before.name))
      .flatMap(table => check(table, statement)),
  );
}
