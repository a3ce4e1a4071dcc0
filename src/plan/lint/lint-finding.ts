/** What lint says of one statement, as data: rules are in the files beside this one. */

/**
 * `error` refuses the plan until it is accepted by name, with a reason, in the configuration; `warning` and `note`
 * are shown.
 */
export type LintSeverity = 'error' | 'warning' | 'note';

export type LintFinding = {
  /** Stable: configurations accept findings by it. */
  readonly id: string;
  readonly severity: LintSeverity;
  /** Migration file as its bookkeeping names it; of a note on the configuration the key: `lint.accept[0]`. */
  readonly file: string;
  /** 1-based line in the file; for a JavaScript migration the ordinal of the statement it sent. */
  readonly line: number;
  /** `table` or `table.column` that it is about; `lint.accept` may name it. */
  readonly subject: string;
  readonly message: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** What to do instead. */
  readonly hint: string;
  /** The reason with which the configuration accepts it; null where it does not. */
  readonly accepted: string | null;
};
