/**
 * Finds what can be sent instead of a refused migration, by the machinery that refused it: what is proposed runs in the
 * workspace, each part must go a way, and at the end must stand what was asked for. What is not proved is not offered.
 */
import type { Report } from '../engine/ports.js';
import { RefusedError } from '../errors.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import { liveAfter } from '../plan/live-tables.js';
import { describeOrder } from '../plan/rewrites/describe-order.js';
import { proposeRewrites } from '../plan/rewrites/propose-rewrites.js';
import { mergeParts, type ProvedPart, toRewritePart } from '../plan/rewrites/proved-part.js';
import type { Rewrite } from '../plan/rewrites/rewrite.js';
import type { Candidate } from '../plan/rewrites/rewriter.js';
import { sameButForOrder } from '../plan/rewrites/same-but-for-order.js';
import { chooseWay, type StrategyFacts } from '../plan/strategy.js';
import type { Structure } from '../plan/structure.js';
import { ServerError, serverError } from '../server/server-error.js';
import { classifyStatement } from '../sql/classify.js';
import { type RecordedTexts, recordTexts } from '../workspace/record-statements.js';
import { restoreStructure } from '../workspace/restore-structure.js';
import type { Workspace } from '../workspace/workspace.js';
import { countSteps } from './count-steps.js';

export type RefusedMigration = {
  /** Its file. */
  readonly name: string;
  /** All that it sends, in order: one of which only the beginning is known is not rewritten. */
  readonly texts: readonly string[];
  readonly before: Structure;
  /** Null where it broke off in the middle; then it is where its own statements lead. */
  readonly wanted: Structure | null;
  /** As it was judged by. */
  readonly facts: StrategyFacts;
};

/** Leaves the workspace at any structure: the last thing that is done in it. At most one rewrite per migration. */
export async function proveRewrites(
  workspace: Workspace,
  refused: readonly RefusedMigration[],
  report?: Report,
): Promise<readonly Rewrite[]> {
  const rewrites: Rewrite[] = [];
  const tell = countSteps({ report, what: 'look for a rewrite', of: refused.length });
  for (const migration of refused) {
    tell(migration.name);
    const rewrite = await proveRewrite(workspace, migration);
    if (rewrite !== null) rewrites.push(rewrite);
  }
  return rewrites;
}

async function proveRewrite(
  workspace: Workspace,
  { name, texts, before, wanted, facts }: RefusedMigration,
): Promise<Rewrite | null> {
  if (!(await restoreStructure(workspace, before))) return null;
  let solution: Solution = { parts: [], titles: [], notes: [], facts, reached: before };
  const settings: string[] = [];
  for (const text of texts) {
    const { kind } = classifyStatement(text);
    if (kind === 'session') settings.push(text);
    if (kind === 'session' || kind === 'transaction' || kind === 'use') continue;
    const { facts: known, reached: from } = solution;
    const next = await solve({ workspace, name, settings }, [text], { facts: known, from, rewritable: true });
    if (next === null) return null;
    solution = join(solution, next);
  }
  const parts = mergeParts(solution.parts);
  if (wanted !== null && !leadsTo(solution.reached, wanted)) return null;
  const titles = parts.length > 1 && solution.titles.length === 0 ? [byStatement] : solution.titles;
  if (titles.length === 0) return null;
  return {
    migration: name,
    title: [...new Set(titles)].join('; '),
    note: [...new Set(solution.notes)].join('; ') || null,
    parts: parts.map(toRewritePart),
  };
}

const byStatement = 'split: each part in a migration of its own';

type Trial = {
  readonly workspace: Workspace;
  readonly name: string;
  /** Statements that set the session, which each part needs again. */
  readonly settings: readonly string[];
};

type Solution = {
  readonly parts: readonly ProvedPart[];
  readonly titles: readonly string[];
  readonly notes: readonly string[];
  /** What is known of the live tables behind the last part. */
  readonly facts: StrategyFacts;
  /** The structure that the workspace has behind it. */
  readonly reached: Structure;
};

type Task = Pick<Solution, 'facts'> & {
  /** The structure that the workspace has before it. */
  readonly from: Structure;
  readonly rewritable: boolean;
  readonly apart?: boolean;
};

/** One part as it is, or by the first proposal that leads to the same; null, with the structure as before, else. */
async function solve(trial: Trial, texts: readonly string[], task: Task): Promise<Solution | null> {
  const { facts, from, apart = false } = task;
  const recorded = await record(trial, texts, from);
  if (recorded === null) return null;
  const way = chooseWay(recorded, facts);
  if (way.kind !== 'refused') {
    const part = { migration: recorded, strategy: way.kind, why: way.why, facts, apart };
    const live = liveAfter(facts.live, recorded);
    return { parts: [part], titles: [], notes: [], facts: { ...facts, live }, reached: recorded.after };
  }
  const [sql, ...others] = texts;
  const tables = recorded.statements.at(-1)?.tables ?? [];
  if (sql === undefined || others.length > 0 || !task.rewritable) return null;
  const { before, after } = recorded;
  for (const candidate of proposeRewrites({ sql, tables, before, after })) {
    if (!(await restoreStructure(trial.workspace, before))) return null;
    const solution = await solveAll(trial, candidate, { ...task, from: before });
    if (solution !== null && leadsTo(solution.reached, after))
      return told(solution, candidate, describeOrder(solution.reached, after));
  }
  return null;
}

async function solveAll(
  trial: Trial,
  { parts, apart = false, divides = false }: Candidate,
  task: Task,
): Promise<Solution | null> {
  let solution: Solution = { parts: [], titles: [], notes: [], facts: task.facts, reached: task.from };
  for (const texts of parts.filter(({ length }) => length > 0)) {
    const { facts, reached: from } = solution;
    const next = await solve(trial, texts, {
      ...{ facts, from },
      rewritable: divides,
      apart: apart || task.apart === true,
    });
    if (next === null) return null;
    solution = join(solution, next);
  }
  return solution;
}

function join(one: Solution, next: Solution): Solution {
  return {
    parts: [...one.parts, ...next.parts],
    titles: [...one.titles, ...next.titles],
    notes: [...one.notes, ...next.notes],
    facts: next.facts,
    reached: next.reached,
  };
}

function told(solution: Solution, { title, note }: Candidate, order: string | null): Solution {
  return {
    ...solution,
    titles: [title, ...solution.titles],
    notes: [note, ...solution.notes, order].filter(one => one !== null),
  };
}

function leadsTo(reached: Structure, wanted: Structure): boolean {
  return fingerprintStructure(reached) === fingerprintStructure(wanted) || sameButForOrder(reached, wanted);
}

/** Null for what a migration may not do, and for what the server refuses. Throws when it is lost. */
async function record(
  { workspace, name, settings }: Trial,
  texts: readonly string[],
  before: Structure,
): Promise<RecordedTexts | null> {
  try {
    return await recordTexts(workspace, { name, texts: [...settings, ...texts], before });
  } catch (error) {
    if (error instanceof RefusedError) return null;
    const server = error instanceof ServerError ? error : serverError(workspace.where, error);
    if (server.errno === null) throw server;
    return null;
  }
}
