/**
 * CHECK constraints. MariaDB does not look at them for row events: a violating row gets in, and the active's own
 * ALTER fails on it after the flip (4025, tested). MySQL stops (3819).
 */
import { quoteIdentifier } from '../../sql/identifier.js';
import type { Column } from '../structure.js';
import { dependsOnData, type Judgement } from './judgement.js';
import type { TableChange } from './table-change.js';

export function judgeChecks(change: TableChange): readonly Judgement[] {
  const old = new Set(Object.values(change.before.checks));
  return Object.entries(change.after.checks)
    .filter(([, clause]) => !old.has(clause) && !isIdle(clause) && !isOfNewJson(clause, change))
    .map(([name, clause]) => judgeAdded(name, clause, change));
}

/** MySQL keeps a check that it does not look at. */
function isIdle(clause: string): boolean {
  return clause.endsWith(' NOT ENFORCED');
}

/** MariaDB gives every JSON column a check, which NULL passes: a new column that is NULL everywhere is fine. */
function isOfNewJson(clause: string, { after, lineage }: TableChange): boolean {
  const startsNull = ({ name, nullable, default: value }: Column) =>
    !lineage.has(name) && nullable && value.kind === 'literal' && value.value === null;
  return after.columns.some(column => startsNull(column) && clause === `json_valid(\`${column.name}\`)`);
}

function judgeAdded(name: string, clause: string, { after, applier }: TableChange): Judgement {
  const effect = applier.capabilities.checksRowEvents
    ? 'stops the applier (3819)'
    : 'gets in all the same, and the ALTER of the other side fails on it (4025)';
  return dependsOnData(
    `SELECT COUNT(*) FROM ${quoteIdentifier(after.name)} WHERE NOT (${clause})`,
    `a row that violates the new CHECK of ${name} (${clause}) ${effect}`,
    'make the application keep the rule first; add the CHECK in a migration of its own, on a small table directly',
  );
}
