/** What a rule of lint of programs is: words for people, and for those that need no server a check. */

import type { LintSeverity } from '../../plan/lint/lint-finding.js';
import type { Table } from '../../plan/structure.js';
import type { Wanted } from '../program.js';
import type { ProgramReading } from './read-program.js';

export type ProgramRule = {
  /** Stable: configurations accept findings by it. */
  readonly id: string;
  readonly severity: LintSeverity;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** What to do instead. */
  readonly hint: string;
  /** Absent where a server judges. */
  readonly check?: (program: LintedProgram) => readonly Remark[];
};

export type LintedProgram = {
  readonly wanted: Wanted;
  readonly reading: ProgramReading;
  readonly known: KnownNames;
};

/** What is in the database, in the workspace's words; all keys in lower case. */
export type KnownNames = {
  readonly database: string;
  /** Of tables and views. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly tables: ReadonlyMap<string, Table>;
  /** Procedures, with the number of their parameters. */
  readonly procedures: ReadonlyMap<string, number>;
};

/** What was seen, and where in the text of the program. */
export type Remark = {
  readonly at: number;
  /** The variable that it is about, if it is about one. */
  readonly variable?: string;
  readonly message: string;
  /** Where the rule's own does not say enough. */
  readonly hint?: string;
};
