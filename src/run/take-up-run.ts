/**
 * Takes up the run that is open. One whose files have changed since, and of which neither side has anything begun, is
 * left instead: replication goes on as before it, and the caller plans anew. Without that a migration that cannot work
 * could neither be run nor be mended.
 */
import type { RunEvent } from '../engine/event.js';
import { BlockedError, type Finding } from '../errors.js';
import type { MigrationFile } from '../migrate/files.js';
import type { Intent } from '../pair/facts.js';
import type { ReplicaKey } from '../pair/side.js';
import { viewOf } from '../pair/view.js';
import type { ReviewedPlan } from '../plan/reviewed-plan.js';
import { convergeRun, type Stopping } from './converge-run.js';
import { enginePorts, type Run } from './engine-ports.js';
import { holdOpenRun } from './hold-to-plan.js';
import { assertSameIntent, changedSince, openRun } from './open-run.js';

/** What the command is for, which plan it is held to, and how it stops. */
export type TakingUp = Stopping & {
  readonly goal: 'migrate' | 'down';
  readonly reviewed: ReviewedPlan | null;
};

/** The open run; null when a new one may be planned; `ended` when leaving the open one came to no goal. */
export async function* takeUpRun(
  run: Run,
  files: readonly MigrationFile[],
  { goal, reviewed, ...stopping }: TakingUp,
): AsyncGenerator<RunEvent, Intent | 'ended' | null> {
  const { intent: open, rollingBack } = await run.journal.reload();
  if (open === null) return null;
  // Before anything of it is touched: an open run may be left for a new one below.
  if (reviewed !== null) yield holdOpenRun(reviewed, open, files);
  const taken = rollingBack === null && open.goal === goal;
  if (taken && changedSince(open, files).length > 0 && (await isUntouched(run)))
    await replaceRun(run, goal, open);
  else if (open.goal !== goal || open.plan !== null) {
    assertSameIntent({ intent: open, rollingBack }, goal, files);
    yield* compareReplicas(run, open);
    return open;
  }
  return (yield* leaveRun(run, stopping)) ? null : 'ended';
}

/**
 * One that was taken out of the configuration is left behind, because it may be lost for good; one that came is refused,
 * because it lacks what was done before.
 */
export async function* compareReplicas({ pair }: Run, open: Intent): AsyncGenerator<RunEvent, void> {
  const gone = open.replicas.filter(replica => !pair.remember(replica));
  if (gone.length > 0) yield { type: 'warnings', findings: gone.map(leftBehind) };
  const added = pair.replicas().filter(replica => !open.replicas.includes(replica));
  if (added.length === 0) return;
  throw new BlockedError(`run ${open.runId} was begun without ${added.join(', ')}`, {
    hint: 'take it out of `replicas`, finish the run, and add it then, rebuilt from its side',
  });
}

function leftBehind(replica: ReplicaKey): Finding {
  return {
    id: 'replica-left-behind',
    where: replica,
    message: 'is not in the configuration any more: it gets nothing of this run',
    hint: 'rebuild it from its side before anybody uses it again',
  };
}

/** Both sides stand before the current batch: what was planned from there on can be planned again. */
async function isUntouched(run: Run): Promise<boolean> {
  const ports = enginePorts(run);
  const view = viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits);
  const { situation, current, activeLevel, passiveLevel } = view;
  return situation === 'steady' && current !== null && activeLevel === 'old' && passiveLevel === 'old';
}

/** A run without a plan: its only goal is a pair that replicates both ways, with every setting put back. */
async function replaceRun({ journal }: Run, goal: TakingUp['goal'], open: Intent): Promise<void> {
  await openRun(journal, {
    goal,
    plan: null,
    wantActive: null,
    pauseAt: 'never',
    sqlMode: '',
    knexId: 0,
    knexBatch: 0,
    replicas: [],
    adopts: open.runId,
  });
}

/** Passes on what happens, but for the goal: the command has another one. False when it was not reached. */
async function* leaveRun(run: Run, stopping: Stopping): AsyncGenerator<RunEvent, boolean> {
  let reached = false;
  for await (const event of convergeRun(run, stopping)) {
    if (event.type === 'goal') reached = true;
    else yield event;
  }
  return reached;
}
