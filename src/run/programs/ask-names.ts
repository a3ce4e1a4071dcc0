/** Has the server of a workspace prepare the statements of programs, and tells what it does not know in them. */
import { groupingRuleOf, mayGroup, ruleOf } from '../../programs/lint/judge-answer.js';
import type { Seen } from '../../programs/lint/judge-programs.js';
import { nameKey } from '../../programs/lint/lexemes.js';
import type { MadeTables } from '../../programs/lint/made-tables.js';
import type { LintedProgram, ProgramRule } from '../../programs/lint/program-rule.js';
import { unknownFunction, unknownTable } from '../../programs/lint/rules/server.js';
import { type Trial, trialsOf } from '../../programs/lint/trials.js';
import type { Session } from '../../server/connection.js';
import type { Workspace } from '../../workspace/workspace.js';
import { type FunctionSearch, openFunctionSearch } from './function-search.js';
import { openPreparer, type Preparer, type Refusal } from './preparer.js';

export type AskOptions = {
  /** Sessions with the servers of the pair. */
  readonly servers: readonly Session[];
  readonly made: MadeTables;
};

export async function askNames(
  workspace: Workspace,
  programs: readonly LintedProgram[],
  { servers, made }: AskOptions,
): Promise<readonly Seen[]> {
  const sessions: Session[] = [];
  const open = async (): Promise<Preparer> => {
    const session = await workspace.openRunner();
    sessions.push(session);
    return openPreparer(session);
  };
  try {
    const preparer = await open();
    // Of its own, because one session would change its mode twice for each aggregate.
    const grouping = await open();
    const asked = { preparer, grouping, made, functions: openFunctionSearch(preparer, servers) };
    const all = programs.flatMap(program =>
      trialsOf(program.reading)
        .filter(trial => canBeAsked(trial, made, workspace))
        .map(trial => ({ program, trial })),
    );
    await foresee(preparer, all);
    const seen: Seen[] = [];
    for (const { program, trial } of all) seen.push(...(await ask(asked, program, trial)));
    return seen;
  } finally {
    await Promise.all(sessions.map(session => session.close()));
  }
}

type Asking = { readonly program: LintedProgram; readonly trial: Trial };

/** Those of one mode together, so that the session changes its own as seldom as can be. */
async function foresee(preparer: Preparer, all: readonly Asking[]): Promise<void> {
  const modes = new Set(all.map(({ program }) => program.wanted.settings.sqlMode));
  for (const mode of modes) {
    const ofMode = all.filter(({ program }) => program.wanted.settings.sqlMode === mode);
    await preparer.foresee(
      ofMode.map(({ trial }) => trial.sql),
      mode,
    );
  }
}

/** Not what lies in another database, nor what hangs on tables that come into being only when programs run. */
function canBeAsked({ words, schemas }: Trial, { names }: MadeTables, workspace: Workspace): boolean {
  const own = workspace.database === workspace.schema ? workspace.schema.toLowerCase() : null;
  return (
    schemas.every(schema => schema === own) &&
    (names.size === 0 || !words.some(word => names.has(nameKey(word))))
  );
}

type Asked = {
  readonly preparer: Preparer;
  /** Asks in a mode in which every value must be grouped. */
  readonly grouping: Preparer;
  readonly made: MadeTables;
  readonly functions: FunctionSearch;
};

async function ask(
  { preparer, grouping, made, functions }: Asked,
  program: LintedProgram,
  trial: Trial,
): Promise<readonly Seen[]> {
  const { wanted } = program;
  const { sqlMode } = wanted.settings;
  const refusal = await preparer.refusalOf(trial.sql, sqlMode);
  if (refusal === null) return askGrouping(grouping, program, trial);
  const rule = ruleOf(refusal.errno, trial);
  if (rule === undefined || (rule === unknownTable && made.unknown)) return [];
  if (rule !== unknownFunction) return [seen(program, rule, { trial, refusal })];
  const missing = await functions.missingIn(trial, sqlMode);
  return missing === null ? [] : [{ wanted, rule, remark: { at: missing.start, message: refusal.text } }];
}

/** What the server prepares as it is may be open to chance, where the declared mode allows that. */
async function askGrouping(
  preparer: Preparer,
  program: LintedProgram,
  trial: Trial,
): Promise<readonly Seen[]> {
  const { sqlMode } = program.wanted.settings;
  if (!mayGroup(trial) || sqlMode.split(',').includes('ONLY_FULL_GROUP_BY')) return [];
  const refusal = await preparer.refusalOf(
    trial.sql,
    sqlMode === '' ? 'ONLY_FULL_GROUP_BY' : `${sqlMode},ONLY_FULL_GROUP_BY`,
  );
  const rule = refusal && groupingRuleOf(refusal.errno, trial, program.known);
  return refusal === null || rule === undefined || rule === null
    ? []
    : [seen(program, rule, { trial, refusal })];
}

type Answer = { readonly trial: Trial; readonly refusal: Refusal };

/** The server's text serves to point at the name in it, and decides nothing. */
function seen({ wanted }: LintedProgram, rule: ProgramRule, { trial, refusal }: Answer): Seen {
  const [, name = ''] = /'(?:[^']*\.)?([^'.]+)'/u.exec(refusal.text) ?? [];
  const place = trial.words.find(word => nameKey(word) === name.toLowerCase());
  return { wanted, rule, remark: { at: place?.start ?? trial.at, message: refusal.text } };
}
