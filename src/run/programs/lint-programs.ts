/**
 * Lint of stored programs that lie in a workspace: what their texts show, and what the server there says of the names in
 * them. Statements are prepared there, and never executed.
 */
import type { LintAcceptance } from '../../plan/lint/acceptance.js';
import { findingsOf, judgeProgram, type Seen, unusedAmong } from '../../programs/lint/judge-programs.js';
import { madeTables } from '../../programs/lint/made-tables.js';
import { parseProgram } from '../../programs/lint/parse-program.js';
import type { ProgramFinding } from '../../programs/lint/program-finding.js';
import type { ProgramReading } from '../../programs/lint/read-program.js';
import type { Compiled, Wanted } from '../../programs/program.js';
import type { Session } from '../../server/connection.js';
import type { Workspace } from '../../workspace/workspace.js';
import { askNames } from './ask-names.js';
import { lookForDefiners } from './look-for-definers.js';
import { readKnownNames } from './read-known-names.js';

export type LintOptions = {
  /** `lint.accept` of the configuration. */
  readonly accept: readonly LintAcceptance[];
  /** Sessions with the servers of the pair, to look for accounts and functions that no workspace has. */
  readonly servers: readonly Session[];
  /** All that lie in the workspace: one may make a table for another. Default: those that are linted. */
  readonly among?: readonly Compiled[];
  /** Whether these are all programs that there are: acceptances that accept nothing are told then. */
  readonly all: boolean;
};

/** In the order of their places; what is accepted is among them. */
export async function lintPrograms(
  workspace: Workspace,
  compiled: readonly Compiled[],
  { accept, servers, among = compiled, all }: LintOptions,
): Promise<readonly ProgramFinding[]> {
  const known = await readKnownNames(workspace, servers);
  const programs = compiled.map(({ wanted }) => ({ wanted, known, reading: readingOf(wanted) }));
  const linted = new Set(compiled);
  const others = among.filter(one => !linted.has(one)).map(({ wanted }) => readingOf(wanted));
  const made = madeTables([...programs.map(({ reading }) => reading), ...others]);
  const seen: readonly Seen[] = [
    ...programs.flatMap(judgeProgram),
    ...(await askNames(workspace, programs, { servers, made })),
    ...(await lookForDefiners(programs, { servers, mariadb: workspace.live.mariadb })),
  ];
  const findings = findingsOf(seen, accept);
  return all ? [...findings, ...unusedAmong(findings, accept)] : findings;
}

function readingOf({ kind, text, settings }: Wanted): ProgramReading {
  return parseProgram({ kind, text, sqlMode: settings.sqlMode });
}
