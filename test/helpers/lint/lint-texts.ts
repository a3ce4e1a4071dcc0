/** Lints programs in a workspace as the commands do, each text as a file of its own. */
import type { LintAcceptance } from '../../../src/plan/lint/acceptance.js';
import type { ProgramFinding } from '../../../src/programs/lint/program-finding.js';
import { parseProgramFile } from '../../../src/programs/parse-program-file.js';
import type { Wanted } from '../../../src/programs/program.js';
import { compilePrograms } from '../../../src/run/programs/compile-programs.js';
import { lintPrograms } from '../../../src/run/programs/lint-programs.js';
import type { Session } from '../../../src/server/connection.js';
import type { Workspace } from '../../../src/workspace/workspace.js';

export type LintTextsOptions = {
  readonly workspace: Workspace;
  /** A session with the server that stands for the pair. */
  readonly server: Session;
  readonly sqlMode?: string;
  readonly definer?: string | null;
  readonly accept?: readonly LintAcceptance[];
};

export async function lintTexts(
  texts: readonly string[],
  options: LintTextsOptions,
): Promise<readonly ProgramFinding[]> {
  const { workspace, server, accept = [] } = options;
  const compiled = await compilePrograms(workspace, wantedOf(texts, options));
  return lintPrograms(workspace, compiled, { accept, servers: [server], all: true });
}

/** In files `0.sql`, `1.sql`, … */
export function wantedOf(
  texts: readonly string[],
  { workspace, ...options }: Omit<LintTextsOptions, 'server'>,
): readonly Wanted[] {
  const { sqlMode = workspace.live.variables.sql_mode ?? '', definer = 'shop@localhost' } = options;
  const settings = { sqlMode, characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' };
  const defaults = { settings, definer, collations: new Map<string, string>() };
  return texts.flatMap((text, index) =>
    parseProgramFile(/^DELIMITER/mu.test(text) ? text : `DELIMITER $$\n${text} $$\n`, `${index}.sql`, {
      database: workspace.database,
      defaults,
    }),
  );
}
