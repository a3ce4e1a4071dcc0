/**
 * A rollback makes a routine again that a deploy had dropped: whoever was granted something on it, on both servers alike,
 * gets that back, as the deploy wrote it down.
 */
import type { Finding } from '../../errors.js';
import { sides } from '../../pair/side.js';
import type { Deploy, RecordedChange } from '../../programs/deploy-record.js';
import { programKey } from '../../programs/program.js';
import { commonGrants, type RoutineGrant } from '../../programs/routine-grant.js';
import { accountGone } from './account-gone.js';
import type { DeployEvent } from './deploy-event.js';
import type { Deploying } from './deploying.js';
import { partByAccount } from './give-grants.js';

/** Oldest deploys first. Tells of accounts that are gone: replication would stop at a grant to one. */
export async function* withDroppedGrants(
  deploying: Deploying,
  changes: readonly RecordedChange[],
  deploys: readonly Deploy[],
): AsyncGenerator<DeployEvent, readonly RecordedChange[]> {
  const all: RecordedChange[] = [];
  for (const change of changes) {
    const isGone = change.before.a === null && change.before.b === null;
    const recorded = isGone ? grantsOfDrop(change, deploys) : [];
    const { grants, gone } = await onBothSides(deploying, recorded);
    if (gone.length > 0) yield { type: 'warnings', findings: gone };
    all.push(grants.length === 0 ? change : { ...change, grants: { a: grants, b: grants } });
  }
  return all;
}

function grantsOfDrop(change: RecordedChange, deploys: readonly Deploy[]): readonly RoutineGrant[] {
  const drop = deploys
    .filter(({ outcome }) => outcome === 'done')
    .flatMap(deploy => deploy.changes)
    .findLast(one => one.after === null && programKey(one) === programKey(change));
  // Those of a routine that was another one.
  return drop === undefined
    ? []
    : commonGrants(drop.grants.a, drop.grants.b).map(({ made: _, ...grant }) => grant);
}

async function onBothSides(
  { run }: Deploying,
  recorded: readonly RoutineGrant[],
): Promise<{ readonly grants: readonly RoutineGrant[]; readonly gone: readonly Finding[] }> {
  let grants = recorded;
  const gone: Finding[] = [];
  for (const side of sides) {
    const session = run.pair.control(side);
    const parted = await partByAccount(session, grants, run.pair.flavor.name);
    gone.push(...parted.gone.map(grant => accountGone(grant, session.label)));
    grants = parted.given;
  }
  return { grants, gone };
}
