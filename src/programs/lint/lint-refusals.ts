/** Lint of programs for a deploy: its errors as reasons why there is none, its warnings as remarks. Pure. */
import type { Finding } from '../../errors.js';
import { acceptingYaml } from '../../plan/lint/refusals-of.js';
import { describeOthers, foldAlike } from './alike.js';
import { type ProgramFinding, placeOfFinding } from './program-finding.js';

/** Those that nobody has accepted, each with the lines of configuration that accept it. */
export function lintRefusals(findings: readonly ProgramFinding[]): readonly Finding[] {
  return findings.filter(isRefusal).map(finding => ({
    id: finding.id,
    where: placeOfFinding(finding),
    message: `${finding.subject}: ${finding.message}`,
    hint: `${finding.hint}; or accept it in the configuration: ${acceptingYaml(finding)}`,
  }));
}

/** The same for people who mend files: what is alike of many programs is told once. */
export function foldedRefusals(findings: readonly ProgramFinding[]): readonly Finding[] {
  return foldAlike(findings.filter(isRefusal)).map(({ finding, others }) => {
    const accept = others.length === 0 ? 'or accept it' : 'or accept each';
    const hint = `${finding.hint}; ${accept} in the configuration: ${acceptingYaml(finding)}`;
    return { ...told(finding, others), hint };
  });
}

/** What is shown, and refuses nothing. */
export function foldedWarnings(findings: readonly ProgramFinding[]): readonly Finding[] {
  const shown = findings.filter(({ severity, accepted }) => severity === 'warning' && accepted === null);
  return foldAlike(shown).map(({ finding, others }) => told(finding, others));
}

function told(finding: ProgramFinding, others: readonly ProgramFinding[]): Finding {
  const { id, subject, message, hint } = finding;
  const lines = [`${subject}: ${message}`, describeOthers(others)].filter(line => line !== '');
  return { id, where: placeOfFinding(finding), message: lines.join('\n'), hint };
}

export function isRefusal({ severity, accepted }: ProgramFinding): boolean {
  return severity === 'error' && accepted === null;
}
