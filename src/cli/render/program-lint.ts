/** What lint says of stored programs: for a terminal, where a place can be clicked, and for programs. */
import { oneLine } from '../../one-line.js';
import { acceptingYaml } from '../../plan/lint/refusals-of.js';
import { isRefusal, placeOfFinding } from '../../programs/lint/lint-refusals.js';
import type { ProgramFinding } from '../../programs/lint/program-finding.js';
import type { LintedPrograms } from '../../run/programs/lint.js';
import type { Colors } from '../output.js';

export function describeProgramLint(
  { programs, findings }: LintedPrograms,
  colors: Colors,
): readonly string[] {
  const lines = findings.flatMap(finding => describe(finding, colors));
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

function describe(finding: ProgramFinding, colors: Colors): readonly string[] {
  const { id, subject, message, why, hint, accepted } = finding;
  const head = `${placeOfFinding(finding)}: ${stateOf(finding, colors)} ${id}`;
  const lines = [`${head}: ${oneLine(`${subject}: ${message}`, 400)}`];
  if (accepted !== null) return [...lines, `  accepted: ${oneLine(accepted, 400)}`];
  const accepting = isRefusal(finding) ? [`  → or accept it: ${oneLine(acceptingYaml(finding), 400)}`] : [];
  return [...lines, `  ${oneLine(why, 400)}`, `  → ${oneLine(hint, 400)}`, ...accepting];
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
