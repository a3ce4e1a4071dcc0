/**
 * The plan for a pull request: what goes which way in one table, why, what is refused, and below it, folded, the
 * statements and the structures' diffs. A comment has a greatest length: details give way, the summary never.
 */
import type { Finding } from '../errors.js';
import { describeVerdict } from './describe-verdict.js';
import { diffStructures, type ObjectDiff } from './diff-structure.js';
import type { Batch, Plan, PlannedMigration, PlannedStatement } from './plan.js';
import { planNotes } from './plan-notes.js';

/** A bot finds its comment by this line and updates it. */
export const planMarker = '<!-- dbshift plan -->';

/** Of a comment on GitHub, in characters. */
const greatestLength = 65_536;

export function renderMarkdown(plan: Plan): string {
  const summary = [
    planMarker,
    heading(plan),
    refusals(plan.refusals),
    ways(plan.batches),
    notes(plan),
  ].filter(Boolean);
  const details = [...plan.batches.map(statementsOf), ...diffStructures(plan.before, plan.after).map(diffOf)];
  return `${withinLength(summary.join('\n\n'), details)}\n`;
}

function heading(plan: Plan): string {
  return `### Plan for \`${plan.database}\`: ${outcome(plan)}\n\nPlan \`${plan.fingerprint.slice(0, 12)}\``;
}

function outcome({ batches, refusals: refused }: Plan): string {
  if (refused.length > 0) return 'refused';
  if (batches.length === 0) return 'nothing to do';
  const migrations = batches.flatMap(batch => batch.migrations).length;
  const flips = batches.filter(({ strategy }) => strategy === 'flip').length;
  const size = [count(migrations, 'migration'), 'in', count(batches.length, 'batch', 'batches')].join(' ');
  return `${size}, ${count(flips, 'flip')}`;
}

function refusals(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const items = findings.map(({ id, where, message, hint }) => {
    const advice = hint === undefined ? '' : `<br>→ ${cell(hint)}`;
    return `- **${id}** \`${where}\`: ${cell(message)}${advice}`;
  });
  return `Nothing of this plan is run:\n\n${items.join('\n')}`;
}

function ways(batches: readonly Batch[]): string {
  if (batches.length === 0) return '';
  const rows = batches.flatMap((batch, index) =>
    batch.migrations.map(migration =>
      row([`${index + 1}`, batch.strategy, code(migration.name), ...costOf(migration), batch.why]),
    ),
  );
  const head = row(['Batch', 'Way', 'Migration', 'Tables', 'Algorithm', 'Old events', 'Why']);
  return [head, row(Array(7).fill('---')), ...rows].join('\n');
}

function notes(plan: Plan): string {
  return planNotes(plan)
    .map(note => `- ${cell(note)}`)
    .join('\n');
}

/** Tables, algorithms and verdicts of a migration, each once. */
function costOf({ statements }: PlannedMigration): readonly string[] {
  const each = (words: readonly string[]) => [...new Set(words)].join(', ');
  return [
    each(statements.flatMap(({ tables }) => tables.map(code))),
    each(statements.flatMap(({ algorithm }) => algorithm ?? [])),
    each(statements.flatMap(({ verdicts }) => verdicts.map(({ verdict }) => describeVerdict(verdict)))),
  ];
}

function statementsOf({ strategy, migrations, conversions }: Batch, index: number): string {
  const texts = migrations.flatMap(({ statements }) => statements.map(commented));
  const setting = conversions.length === 0 ? '' : `, with ${conversions.join(',')} on the passive meanwhile`;
  const body = texts.length === 0 ? '-- JavaScript, run once on the active' : texts.join('\n\n');
  return folded(`Batch ${index + 1} (${strategy}${setting}): statements`, fenced('sql', body));
}

function commented({ file, line, sql }: PlannedStatement): string {
  return `-- ${file}:${line}\n${sql};`;
}

function diffOf({ object, change, patch }: ObjectDiff): string {
  return folded(`${object}: ${change}`, fenced('diff', patch.trimEnd()));
}

function folded(title: string, body: string): string {
  return `<details><summary>${title.replaceAll('<', '&lt;')}</summary>\n\n${body}\n\n</details>`;
}

/** A fence longer than any run of backticks in the text, so that no SQL can end it. */
function fenced(language: string, body: string): string {
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
}

function withinLength(summary: string, details: readonly string[]): string {
  const note = (left: number) => `\n\n_${count(left, 'detail')} left out: the comment would be too long._`;
  let text = summary;
  for (const [index, detail] of details.entries()) {
    const longer = `${text}\n\n${detail}`;
    const left = details.length - index;
    if (longer.length + note(left).length >= greatestLength) return text + note(left);
    text = longer;
  }
  return text;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function code(name: string): string {
  return `\`${name.replaceAll('`', "'")}\``;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
