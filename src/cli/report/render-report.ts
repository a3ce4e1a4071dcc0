/** A report as Markdown, for people, and as JSON, for programs. Pure. */

import { sides } from '../../pair/side.js';
import { namesIn } from '../../plan/names-in.js';
import { describeDuration, describePause } from '../render/duration.js';
import type { Report, ReportedStep } from './report.js';

/** Grows when a reader of an older form would misread the new one; fields may be added without. */
const reportFormVersion = 1;

export function reportJson({ summary, startedAt, ...report }: Report, dbshift: string): object {
  const { batches, flips, rowsCompared, time, ending } = summary;
  return {
    form: 'dbshift-report',
    version: reportFormVersion,
    dbshift,
    startedAt: iso(startedAt),
    totalMs: time === null ? 0 : time.to - startedAt,
    ...report,
    steps: report.steps.map(step => ({ ...step, at: iso(step.at) })),
    proofs: report.proofs.map(proof => ({ ...proof, at: iso(proof.at) })),
    givenUp: report.givenUp.map(flip => ({ ...flip, at: iso(flip.at) })),
    batches,
    flips,
    rowsCompared,
    roles: ending === null ? null : { active: ending.view.active, passive: ending.view.passive },
  };
}

export function reportMarkdown(report: Report, dbshift: string): string {
  const sections = [
    heading(report, dbshift),
    planSection(report),
    timesSection(report),
    flipsSection(report),
    proofSection(report),
    stepsSection(report),
    warningsSection(report),
  ];
  return `${sections.filter(section => section !== '').join('\n\n')}\n`;
}

function heading({ goal, runId, startedAt, outcome, summary }: Report, dbshift: string): string {
  const { kind, exitCode, why, next } = outcome;
  const total = summary.time === null ? '' : `, ${describeDuration(summary.time.to - startedAt)}`;
  return [
    `# dbshift ${goal}: ${kind}`,
    '',
    `- run: ${runId ?? 'none was opened'}`,
    `- started: ${iso(startedAt)}${total}, dbshift ${dbshift}`,
    `- exit code: ${exitCode ?? 'none'}`,
    `- outcome: ${inLine(why)}`,
    `- what to do next: ${inLine(next)}`,
  ].join('\n');
}

function planSection({ plan }: Report): string {
  if (plan === null) return '';
  const rows = plan.batches.flatMap((batch, index) =>
    namesIn(batch).map(name => [String(index + 1), batch.strategy, `\`${name}\``, batch.why]),
  );
  return section(`Plan \`${plan.fingerprint.slice(0, 12)}\``, ['batch', 'way', 'migration', 'why'], rows);
}

function timesSection({ summary: { batches } }: Report): string {
  const rows = batches.flatMap((batch, index) =>
    sides.flatMap(side => {
      const { alterMs, catchUpMs, verifyMs } = batch.sides[side];
      const times = [alterMs, catchUpMs, verifyMs];
      const cells = times.map(ms => (ms === 0 ? '' : describeDuration(ms)));
      return times.some(ms => ms > 0) ? [[String(index + 1), side, ...cells]] : [];
    }),
  );
  return section('Times', ['batch', 'side', 'alter', 'catch-up', 'verify'], rows);
}

function flipsSection({ summary: { flips }, givenUp }: Report): string {
  const undone = [...givenUp];
  const rows = flips.map(({ batch, outcome, pauseMs }) => [
    batch === null ? 'roles alone' : String(batch + 1),
    describePause(pauseMs),
    outcome === 'done' ? 'done' : `given up: ${undone.shift()?.why ?? ''}`,
  ]);
  return section('Write pauses', ['batch', 'writes were refused for', 'flip'], rows);
}

function proofSection({ proofs }: Report): string {
  const rows = proofs.map(({ at, what, rows: count }) => [iso(at), count.toLocaleString('en'), what]);
  return section('Verified', ['when', 'rows', 'what'], rows);
}

function stepsSection({ steps }: Report): string {
  return section('Steps', ['when', 'step', 'what', 'time'], steps.map(stepRow));
}

function stepRow({ at, step, title, ms, failure }: ReportedStep): readonly string[] {
  const time = ms === null ? 'not finished' : describeDuration(ms);
  return [iso(at), `\`${step}\``, title, failure === null ? time : `failed: ${failure}`];
}

function warningsSection({ warnings }: Report): string {
  if (warnings.length === 0) return '';
  const items = warnings.map(
    ({ id, where, message, hint }) =>
      `- **${id}** ${inLine(where)}: ${inLine(message)}${hint === undefined ? '' : ` → ${inLine(hint)}`}`,
  );
  return ['## Warnings', '', ...items].join('\n');
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return inLine(text).replaceAll('|', '\\|');
}

/** What a server says may hold anything: it must not become structure of the page, nor steer a terminal. */
function inLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll('<', '&lt;')
    .trim();
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
