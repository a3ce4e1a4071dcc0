/** Lint of the programs that a command is about, in the workspace in which all of them lie. */
import type { Side } from '../../pair/side.js';
import type { ProgramFinding } from '../../programs/lint/program-finding.js';
import { type Compiled, programKey } from '../../programs/program.js';
import type { Session } from '../../server/connection.js';
import type { Workspace } from '../../workspace/workspace.js';
import type { Run } from '../engine-ports.js';
import { lintPrograms } from './lint-programs.js';
import { selectPrograms } from './select-programs.js';
import type { Survey, SurveyOptions } from './survey.js';

type Linted = Pick<Survey, 'compiled' | 'changes'> & {
  readonly workspace: Workspace;
  readonly sessions: Readonly<Record<Side, Session>>;
  readonly options: SurveyOptions;
};

export async function lintChosen({ config }: Run, of: Linted): Promise<readonly ProgramFinding[]> {
  const { workspace, sessions, compiled, changes, options } = of;
  if (options.lint === 'none') return [];
  const changed = new Set([...changes.a, ...changes.b].map(programKey));
  const chosen =
    options.lint === 'changed'
      ? compiled.filter(({ wanted }) => changed.has(programKey(wanted)))
      : chooseCompiled(compiled, options.names);
  return lintPrograms(workspace, chosen, {
    accept: config.lint.accept,
    servers: [sessions.a, sessions.b],
    among: compiled,
    all: chosen.length === compiled.length,
  });
}

/** A name that only a server has is of no file. */
function chooseCompiled(compiled: readonly Compiled[], names: readonly string[]): readonly Compiled[] {
  const chosen = new Set(
    selectPrograms(
      compiled.map(({ wanted }) => wanted),
      names,
    ),
  );
  return compiled.filter(({ wanted }) => chosen.has(wanted));
}
