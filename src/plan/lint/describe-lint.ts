/** Findings of lint in words, for a terminal and for Markdown alike. Pure. */
import type { LintFinding, LintSeverity } from './lint-finding.js';

/** `1.sql:3`; for a script `1.js (statement 3)`; for an entry of the configuration its key. */
export function describePlace({ file, line }: Pick<LintFinding, 'file' | 'line'>): string {
  if (isEntry(file)) return file;
  return file.endsWith('.sql') ? `${file}:${line}` : `${file} (statement ${line})`;
}

/** Whether a finding is about an entry of the configuration (`lint.accept[0]`), which lies in no migration. */
export function isEntry(file: string): boolean {
  return file.startsWith('lint.');
}

export type LintLine = {
  /** As the finding's own, but `accepted` where it is. */
  readonly state: LintSeverity | 'accepted';
  readonly place: string;
  readonly id: string;
  /** What was found. */
  readonly message: string;
  /** Why it matters and what to do, or the reason with which it is accepted. */
  readonly explanation: string;
};

export function describeLint(finding: LintFinding): LintLine {
  const { id, severity, subject, message, why, hint, accepted } = finding;
  return {
    state: accepted === null ? severity : 'accepted',
    place: describePlace(finding),
    id,
    message: `${subject}: ${message}`,
    explanation: accepted === null ? `${why}; ${hint}` : `accepted: ${accepted}`,
  };
}
