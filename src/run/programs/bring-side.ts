/** Brings the programs of one side, as its role asks for, and tells of each. */
import type { Side } from '../../pair/side.js';
import type { ProgramChange } from '../../programs/program-change.js';
import type { RoutineGrant } from '../../programs/routine-grant.js';
import { accountGone } from './account-gone.js';
import { type Bringing, bringEach } from './bring-programs.js';
import type { DeployEvent } from './deploy-event.js';
import type { Deploying } from './deploying.js';

export type BringingSide = {
  readonly side: Side;
  readonly changes: readonly ProgramChange[];
  readonly grants: readonly RoutineGrant[];
  /** As in `Bringing`. */
  readonly inRounds?: true;
};

/** On the active binlogged, on the passive not. What is there already is not told. */
export async function* bringSide(
  { run, active }: Deploying,
  { side, grants, ...order }: BringingSide,
): AsyncGenerator<DeployEvent, void> {
  if (order.changes.length === 0) return;
  const { pair, config } = run;
  const { directLockWaitMs, directAttempts } = config.limits;
  const bringing: Bringing = {
    ...{ ...order, grants, database: config.database, flavor: pair.flavor },
    how: side === active ? 'direct' : 'leg',
    lockWaitSeconds: Math.ceil(directLockWaitMs / 1000),
    attempts: directAttempts,
  };
  const { label } = pair.control(side);
  for await (const brought of bringEach(pair.control(side), bringing)) {
    if (brought.what !== 'left' || brought.given.length > 0)
      yield { type: 'brought', side, binlogged: side === active, ...brought };
    if (brought.gone.length > 0)
      yield { type: 'warnings', findings: brought.gone.map(grant => accountGone(grant, label)) };
  }
}
