/** What the configuration accepts of lint: by the name of the rule, with a reason, and for as little as it says. Pure. */
import type { LintFinding } from './lint-finding.js';
import { unusedAcceptance } from './rules.js';

export type LintAcceptance = {
  readonly id: string;
  /** Name of a migration file or path of one of programs, in which `*` stands for anything; absent: in any. */
  readonly in?: string;
  /** `table` or `table.column`, `program` or `program.variable`, in which `*` stands for anything; absent: whatever it is about. */
  readonly subject?: string;
  /** Not empty. */
  readonly reason: string;
  /** Its key in the configuration: `lint.accept[0]`. */
  readonly where: string;
};

export function matchAcceptance(
  entry: LintAcceptance,
  { id, file, subject }: Pick<LintFinding, 'id' | 'file' | 'subject'>,
): boolean {
  return entry.id === id && fits(entry.in, file) && fits(entry.subject, subject);
}

/** One note for each entry that accepts none of these findings: of several that match one, the first accepts it. */
export function unusedAcceptances(
  accept: readonly LintAcceptance[],
  findings: readonly LintFinding[],
): readonly LintFinding[] {
  const used = new Set(findings.map(finding => accept.find(entry => matchAcceptance(entry, finding))));
  return accept
    .filter(entry => !used.has(entry))
    .map(entry => ({
      ...unusedAcceptance,
      file: entry.where,
      line: 1,
      subject: entry.subject ?? entry.in ?? entry.id,
      message: findings.some(finding => matchAcceptance(entry, finding))
        ? `accepts ${entry.id}, and entries before it accept all that it fits`
        : `accepts ${entry.id}, of which nothing is found here any more`,
      accepted: null,
    }));
}

function fits(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  const parts = pattern.split('*').map(part => part.replaceAll(/[.+?^${}()|[\]\\]/gu, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'su').test(text);
}
