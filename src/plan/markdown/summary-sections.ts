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
  const list = budgeted(toldOnce(findings, ({ hint }) => hint ?? '').map(refusal), {
    bytes,
    left: left => `- _${count(left, 'reason')} more: \`dbshift plan\` shows all_`,
  });
  return `${intro}\n\n${list}`;
}

/** Each with what is to be told beneath it: hundreds of the same advice would keep other items out. */
function toldOnce<T>(items: readonly T[], textOf: (item: T) => string): readonly Told<T>[] {
  const told = new Set<string>();
  return items.map(item => {
    const text = textOf(item);
    const again = told.has(text);
    told.add(text);
    return { item, told: again ? '' : text };
  });
}

type Told<T> = { readonly item: T; readonly told: string };

function refusal({ item: { id, where, message }, told }: Told<Finding>): string {
  const advice = told === '' ? '' : `<br>→ ${inline(told, 600)}`;
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
  const list = budgeted(toldOnce(sorted, finding => describeLint(finding).explanation).map(lintItem), {
    bytes,
    left: left => `- _${count(left, 'finding')} more: \`dbshift plan\` shows all_`,
  });
  return `**Lint:** ${lintCounts(findings)}\n\n${list}`;
}

function lintItem({ item, told }: Told<LintFinding>): string {
  const { state, place, id, message } = describeLint(item);
  const explained = told === '' ? '' : `<br>${inline(told, 600)}`;
  return `- ${state} **${inline(id)}** ${code(place)}: ${inline(message)}${explained}`;
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
