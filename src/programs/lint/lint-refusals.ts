/** Lint of programs for a deploy: its errors as reasons why there is none, its warnings as remarks. Pure. */
import type { Finding } from '../../errors.js';
import { isEntry } from '../../plan/lint/describe-lint.js';
import { acceptingYaml } from '../../plan/lint/refusals-of.js';
import type { ProgramFinding } from './program-finding.js';

/** Those that nobody has accepted, each with the lines of configuration that accept it. */
export function lintRefusals(findings: readonly ProgramFinding[]): readonly Finding[] {
  return findings.filter(isRefusal).map(finding => ({
    id: finding.id,
    where: placeOfFinding(finding),
    message: `${finding.subject}: ${finding.message}`,
    hint: `${finding.hint}; or accept it in the configuration: ${acceptingYaml(finding)}`,
  }));
}

/** What is shown, and refuses nothing. */
export function lintWarnings(findings: readonly ProgramFinding[]): readonly Finding[] {
  return findings
    .filter(({ severity, accepted }) => severity === 'warning' && accepted === null)
    .map(({ id, subject, message, hint, ...place }) => ({
      id,
      where: placeOfFinding(place),
      message: `${subject}: ${message}`,
      hint,
    }));
}

export function isRefusal({ severity, accepted }: ProgramFinding): boolean {
  return severity === 'error' && accepted === null;
}

/** `procedures/a.sql:3:14`; for an entry of the configuration its key. */
export function placeOfFinding({
  file,
  line,
  column,
}: Pick<ProgramFinding, 'file' | 'line' | 'column'>): string {
  return isEntry(file) ? file : `${file}:${line}:${column}`;
}
