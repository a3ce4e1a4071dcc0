/** Migrations for tests of lint, written shortly on the proposals of `proposals.ts`. */
import type { LintFinding } from '../../src/plan/lint/lint-finding.js';
import { type LintInput, lintPlan } from '../../src/plan/lint/lint-plan.js';
import type { TriedMigration } from '../../src/plan/lint/linted-migration.js';
import type { Structure, Table } from '../../src/plan/structure.js';
import { changed, propose, type Step } from './proposals.js';
import { structure } from './structures.js';

/** A statement by what it leaves: these tables as they are now, null for one that is gone. */
export const step = (
  sql: string,
  before: Structure,
  tables: Readonly<Record<string, Table | null>> = {},
): Step => ({ sql, tables: Object.keys(tables), after: changed(before, tables) });

export function tried(
  steps: readonly Step[],
  of: { before: Structure; file?: string; usesRows?: boolean; down?: TriedMigration['down'] },
): TriedMigration {
  return { ...propose(steps, of), down: of.down ?? 'there' };
}

export function lint(
  migrations: readonly TriedMigration[],
  of: Partial<LintInput> = {},
): readonly LintFinding[] {
  return lintPlan({ migrations, database: 'app', flavor: 'mariadb', direction: 'up', accept: [], ...of });
}

/** One statement on these tables, and what it leaves of them. */
export function lintOne(
  sql: string,
  before: readonly Table[],
  tables: Readonly<Record<string, Table | null>> = {},
): readonly LintFinding[] {
  const from = structure(...before);
  return lint([tried([step(sql, from, tables)], { before: from })]);
}

export const showing = (findings: readonly LintFinding[]): readonly string[] =>
  findings.map(({ id, subject }) => `${id} ${subject}`);
