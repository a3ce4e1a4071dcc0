/** Lint's errors as reasons why a plan is not run. Pure. */
import type { Finding } from '../../errors.js';
import { describePlace } from './describe-lint.js';
import type { LintFinding } from './lint-finding.js';

/** Those that nobody has accepted, each with the lines of configuration that accept it. */
export function refusalsOf(findings: readonly LintFinding[]): readonly Finding[] {
  return findings
    .filter(({ severity, accepted }) => severity === 'error' && accepted === null)
    .map(finding => ({
      id: finding.id,
      where: describePlace(finding),
      message: `${finding.subject}: ${finding.message}`,
      hint: `${finding.hint}; or accept it in the configuration: ${acceptingYaml(finding)}`,
    }));
}

/** In one line. JSON is YAML too, so any name can be written. */
export function acceptingYaml({ id, file, subject }: LintFinding): string {
  const entry = `id: ${id}, in: ${scalar(file)}, subject: ${scalar(subject)}, reason: "…"`;
  return `lint: { accept: [{ ${entry} }] }`;
}

/** What YAML reads as the same text without quotes. */
function scalar(text: string): string {
  return /^[A-Za-z_][\w.-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/iu.test(text)
    ? text
    : JSON.stringify(text);
}
