/** What lint says of a stored program, as data: the words are those of lint of migrations. */
import { isEntry } from '../../plan/lint/describe-lint.js';
import type { LintFinding } from '../../plan/lint/lint-finding.js';

/**
 * `file` as the program was read from it, `line` the one in it, `subject` the program, or `program.variable` where it is
 * about one. An `error` keeps a deploy from beginning until the configuration accepts it.
 */
export type ProgramFinding = LintFinding & {
  /** From 1, in UTF-16 units. */
  readonly column: number;
};

/** `procedures/a.sql:3:14`; for an entry of the configuration its key. */
export function placeOfFinding({
  file,
  line,
  column,
}: Pick<ProgramFinding, 'file' | 'line' | 'column'>): string {
  return isEntry(file) ? file : `${file}:${line}:${column}`;
}
