/**
 * What a person should know of migrations before they run, beyond whether they can: what is lost, what breaks the
 * application, what is better done otherwise. Judged from the structures that a server came to around each
 * statement, and from its text only where no structure shows it (TRUNCATE). Pure.
 */
import type { FlavorName } from '../../flavor/flavor.js';
import { classifyStatement } from '../../sql/classify.js';
import { type LintAcceptance, matchAcceptance, unusedAcceptances } from './acceptance.js';
import { changedTables } from './changed-tables.js';
import type { LintFinding } from './lint-finding.js';
import type { Found, LintRule } from './lint-rule.js';
import type { LintedMigration, LintedStatement, TriedMigration } from './linted-migration.js';
import { rules } from './rules.js';
import { tableMoves } from './table-moves.js';

export type LintInput = {
  /** In order, each with the structure in which the one before left the workspace. */
  readonly migrations: readonly TriedMigration[];
  readonly database: string;
  readonly flavor: FlavorName;
  /**
   * Whoever takes a migration back has asked by name for what that loses: nothing of it is an error, and nothing is said
   * of ways back.
   */
  readonly direction: 'up' | 'down';
  readonly accept: readonly LintAcceptance[];
};

/** In the order of the statements; of one statement the gravest first. Acceptances that match nothing come last. */
export function lintPlan({ direction, accept, ...input }: LintInput): readonly LintFinding[] {
  const linted = follow(input);
  const asked = direction === 'up' ? rules : rules.filter(({ onlyForward }) => !onlyForward).map(soften);
  const findings = asked.flatMap(rule => rule.check(linted).map(found => toFinding(rule, found, accept)));
  const order = input.migrations.map(({ name }) => name);
  return [
    ...findings.sort((one, other) => compare(one, other, order)),
    ...(direction === 'up' ? unusedAcceptances(accept.filter(isOfPlans), findings) : []),
  ];
}

/** Others are of lint of stored programs. */
function isOfPlans(entry: LintAcceptance): boolean {
  return rules.some(({ id }) => id === entry.id);
}

function soften(rule: LintRule): LintRule {
  return rule.severity === 'error' ? { ...rule, severity: 'warning' } : rule;
}

function toFinding(
  { id, severity, why, hint }: LintRule,
  { at, subject, message }: Found,
  accept: readonly LintAcceptance[],
): LintFinding {
  const found = { id, severity, file: at.file, line: at.line, subject, message, why, hint };
  return { ...found, accepted: accept.find(entry => matchAcceptance(entry, found))?.reason ?? null };
}

const gravity = { error: 0, warning: 1, note: 2 };

function compare(one: LintFinding, other: LintFinding, order: readonly string[]): number {
  return (
    order.indexOf(one.file) - order.indexOf(other.file) ||
    one.line - other.line ||
    gravity[one.severity] - gravity[other.severity]
  );
}

type Input = Pick<LintInput, 'migrations' | 'database' | 'flavor'>;

function follow({ migrations, database, flavor }: Input): readonly LintedMigration[] {
  let known: ReadonlySet<string> = new Set(Object.keys(migrations[0]?.before.tables ?? {}));
  return migrations.map(migration => {
    // Nobody knows what a data migration puts into tables that the plan has made.
    if (migration.usesRows) known = new Set([...known, ...Object.keys(migration.before.tables)]);
    const end = migration.statements.at(-1)?.after ?? migration.before;
    const statements = migration.statements.map(({ sql, file, line, tables, algorithm, before, after }) => {
      const classified = classifyStatement(sql);
      const transition = { sql, classified, before, after };
      const linted: LintedStatement = {
        ...{ ...transition, file, line, tables, algorithm, end, database, flavor, known },
        changed: changedTables(transition),
      };
      known = moveAlong(known, tableMoves(transition));
      return linted;
    });
    return { ...migration, statements };
  });
}

/** A table that is gone and made again is empty. */
function moveAlong(known: ReadonlySet<string>, moves: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...known].flatMap(name => moves.get(name) ?? []));
}
