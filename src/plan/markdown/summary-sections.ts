/** The parts of a review that are always shown: each a list that says what it leaves out. Pure. */
import type { Finding } from '../../errors.js';
import { describeLint } from '../lint/describe-lint.js';
import type { LintFinding } from '../lint/lint-finding.js';
import { type MigrationRow, migrationRows } from '../migration-rows.js';
import type { Plan } from '../plan.js';
import { planNotes } from '../plan-notes.js';
import { budgeted } from './budgeted.js';
import { code, codes, count, head, inline, row } from './markup.js';

export function refusals({ refusals: findings }: Plan, bytes: number): string {
  if (findings.length === 0) return '';
  const intro = `Nothing of this plan is run, for ${count(findings.length, 'reason')}:`;
  const list = budgeted(findings.map(refusal), {
    bytes,
    left: left => `- _${count(left, 'reason')} more: \`dbshift plan\` shows all_`,
  });
  return `${intro}\n\n${list}`;
}

function refusal({ id, where, message, hint }: Finding): string {
  const advice = hint === undefined ? '' : `<br>→ ${inline(hint, 600)}`;
  return `- **${inline(id)}** ${code(where)}: ${inline(message, 600)}${advice}`;
}

export function ways(plan: Plan, bytes: number): string {
  const rows = migrationRows(plan);
  if (rows.length === 0) return '';
  const names = ['Batch', 'Way', 'Migration', 'Tables', 'Algorithm', 'Old events', 'Why'];
  const list = budgeted(rows.map(wayRow), {
    bytes,
    left: left => row([`_${count(left, 'migration')} more_`, ...Array(6).fill('')]),
  });
  return `${head(names)}\n${list}`;
}

function wayRow({ batch, way, migration, tables, algorithms, oldEvents, why }: MigrationRow): string {
  return row([
    batch === null ? '' : `${batch}`,
    way,
    code(migration),
    codes(tables),
    algorithms.join(', '),
    oldEvents.map(words => inline(words)).join(', '),
    inline(why, 200),
  ]);
}

/** Errors first; what is accepted is told last. */
export function lint({ review }: Plan, bytes: number): string {
  const findings = review?.lint ?? [];
  if (findings.length === 0) return '';
  const sorted = [...findings].sort((one, other) => rank(one) - rank(other));
  const list = budgeted(sorted.map(lintItem), {
    bytes,
    left: left => `- _${count(left, 'finding')} more: \`dbshift plan\` shows all_`,
  });
  return `**Lint:** ${lintCounts(findings)}\n\n${list}`;
}

function lintItem(finding: LintFinding): string {
  const { state, place, id, message, explanation } = describeLint(finding);
  return `- ${state} **${inline(id)}** ${code(place)}: ${inline(message)}<br>${inline(explanation, 600)}`;
}

const states = ['error', 'warning', 'note', 'accepted'] as const;

function rank(finding: LintFinding): number {
  return states.indexOf(describeLint(finding).state);
}

function lintCounts(findings: readonly LintFinding[]): string {
  return states
    .map(state => [state, findings.filter(finding => describeLint(finding).state === state).length] as const)
    .filter(([, number]) => number > 0)
    .map(([state, number]) => (state === 'accepted' ? `${number} accepted` : count(number, state)))
    .join(', ');
}

export function notes(plan: Plan, bytes: number): string {
  return budgeted(
    planNotes(plan).map(note => `- ${inline(note, 2000)}`),
    { bytes, left: left => `- _${count(left, 'note')} more: \`dbshift plan\` shows all_` },
  );
}
