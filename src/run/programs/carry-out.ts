/**
 * Carries a deploy out, all or nothing: what both servers have is written down on both, then the active gets the
 * programs with its binlog on, and the passive by replication. What is other on the passive alone is put right before,
 * with its binlog off: else its applier would stop at the first DROP of what is not there.
 */
import { FailedError, ShiftError } from '../../errors.js';
import { otherSide } from '../../pair/side.js';
import { asOn, type Deploy, type DeployCommand, type RecordedChange } from '../../programs/deploy-record.js';
import type { Definition } from '../../programs/program.js';
import { sameDefinition } from '../../programs/same-definition.js';
import { whoAmI } from '../who-am-i.js';
import { awaitApplied } from './await-applied.js';
import { bringSide } from './bring-side.js';
import type { DeployEvent } from './deploy-event.js';
import { type Deploying, isLost } from './deploying.js';
import { putBack } from './put-back.js';

export type Order = { readonly command: DeployCommand; readonly changes: readonly RecordedChange[] };

/**
 * Throws FailedError when a server refuses a program: everything is as it was then, on both servers, and read back. A
 * lost connection is passed on: whoever takes the pair again looks first.
 */
export async function* carryOut(
  deploying: Deploying,
  { command, changes }: Order,
): AsyncGenerator<DeployEvent, void> {
  const { deploys, active, run } = deploying;
  const begun = { command, by: whoAmI(), active, database: run.config.database };
  const epoch = await deploys.begin([
    { kind: 'begin', ...begun },
    ...changes.map(change => ({ kind: 'program', change }) as const),
  ]);
  yield { type: 'recorded', deploy: epoch };
  const deploy: Deploy = { ...begun, epoch, at: '', changes, outcome: null };
  try {
    yield* bringBoth(deploying, deploy);
  } catch (error) {
    if (isLost(error)) throw error;
    yield* putBack(deploying, deploy);
    throw nothingChanged(error);
  }
  await deploys.end(epoch, 'done');
  yield { type: 'deployed', deploy: epoch, changes: changes.length };
}

async function* bringBoth(deploying: Deploying, { changes }: Deploy): AsyncGenerator<DeployEvent, void> {
  const { active, run } = deploying;
  const passive = otherSide(active);
  const grantsOf = (side: typeof active) => changes.flatMap(({ grants }) => grants[side]);
  const upper = changes.filter(({ before, after }) => !isSame(before[active], after));
  const lower = changes.map(change =>
    asOn(change, isSame(change.before[active], change.after) ? 'after' : active),
  );
  yield* bringSide(deploying, { side: passive, changes: lower, grants: grantsOf(passive) });
  yield* bringSide(deploying, {
    side: active,
    changes: upper.map(change => asOn(change, 'after')),
    grants: grantsOf(active),
  });
  yield* awaitApplied(deploying);
  // Nothing is left to do there, and this is what proves it.
  const wanted = changes.map(change => asOn(change, 'after'));
  yield* bringSide(deploying, { side: passive, changes: wanted, grants: grantsOf(passive) });
  run.pair.assertLocked();
}

function isSame(one: Definition | null, other: Definition | null): boolean {
  return one === null || other === null ? one === other : sameDefinition(other, one);
}

function nothingChanged(error: unknown): unknown {
  if (!(error instanceof ShiftError)) return error;
  return new FailedError(error.message, {
    hint: [error.hint, 'nothing is changed: every program reads back as it was, on both servers']
      .filter(Boolean)
      .join('\n'),
    cause: error,
  });
}
