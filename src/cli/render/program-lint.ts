/** What lint says of stored programs: for a terminal, where a place can be clicked, and for programs. */
import { oneLine } from '../../one-line.js';
import { acceptingYaml } from '../../plan/lint/refusals-of.js';
import { type Alike, foldAlike } from '../../programs/lint/alike.js';
import { isRefusal } from '../../programs/lint/lint-refusals.js';
import { type ProgramFinding, placeOfFinding } from '../../programs/lint/program-finding.js';
import type { LintedPrograms } from '../../run/programs/lint.js';
import type { Colors } from '../output.js';

export function describeProgramLint(
  { programs, findings }: LintedPrograms,
  colors: Colors,
): readonly string[] {
  const lines = foldAlike(findings).flatMap(alike => describe(alike, colors));
  const errors = findings.filter(isRefusal).length;
  const warnings = findings.filter(
    ({ severity, accepted }) => severity === 'warning' && accepted === null,
  ).length;
  const found = [counted(errors, 'error'), counted(warnings, 'warning')].filter(words => words !== '');
  return [
    ...lines,
    `${counted(programs, 'program') || 'no program'}: ${found.join(', ') || 'nothing found'}`,
  ];
}

/** One object; `findings` as they are. */
export function programLintJson({ programs, findings }: LintedPrograms): string {
  return JSON.stringify({ programs, findings }, null, 2);
}

/** Each with its place, and what they have in common once, below. */
function describe({ finding, others }: Alike, colors: Colors): readonly string[] {
  const { why, hint, accepted } = finding;
  const heads = [finding, ...others].map(one => headOf(one, colors));
  if (accepted !== null) return [...heads, `  accepted: ${oneLine(accepted, 400)}`];
  const accept = others.length === 0 ? 'or accept it' : 'or accept each';
  const accepting = isRefusal(finding) ? [`  → ${accept}: ${oneLine(acceptingYaml(finding), 400)}`] : [];
  return [...heads, `  ${oneLine(why, 400)}`, `  → ${oneLine(hint, 400)}`, ...accepting];
}

function headOf(finding: ProgramFinding, colors: Colors): string {
  const { id, subject, message } = finding;
  const head = `${placeOfFinding(finding)}: ${stateOf(finding, colors)} ${id}`;
  return `${head}: ${oneLine(`${subject}: ${message}`, 400)}`;
}

function stateOf({ severity, accepted }: ProgramFinding, { red, yellow }: Colors): string {
  if (accepted !== null) return 'accepted';
  if (severity === 'error') return red(severity);
  return severity === 'warning' ? yellow(severity) : severity;
}

function counted(count: number, word: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}
