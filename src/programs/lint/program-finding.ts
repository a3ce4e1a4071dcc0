/** What lint says of a stored program, as data: the words are those of lint of migrations. */
import type { LintFinding } from '../../plan/lint/lint-finding.js';

/**
 * `file` as the program was read from it, `line` the one in it, `subject` the program, or `program.variable` where it is
 * about one. An `error` keeps a deploy from beginning until the configuration accepts it.
 */
export type ProgramFinding = LintFinding & {
  /** From 1, in UTF-16 units. */
  readonly column: number;
};
