/** Writes down on both servers what a deploy has left behind: the next command need not compile it to see no change. */
import { ShiftError } from '../../errors.js';
import { writeSurveyed } from '../../journal/surveyed.js';
import { sides } from '../../pair/side.js';
import { asOn, type RecordedChange } from '../../programs/deploy-record.js';
import { placeTriggers } from '../../programs/place-triggers.js';
import { type Deployed, isHidden, programKey } from '../../programs/program.js';
import { inSlot } from '../../programs/trigger-order.js';
import { demandSession } from '../demand-session.js';
import type { Steady } from './deploying.js';
import type { Survey } from './survey.js';

/** `changes`: all that differed, done by now. What cannot be written costs time, and is not told. */
export async function rememberUnchanged(
  { run }: Pick<Steady, 'run'>,
  { proof, deployed }: Pick<Survey, 'proof' | 'deployed'>,
  changes: readonly RecordedChange[],
): Promise<void> {
  const proved = proof?.({ a: afterwards(deployed.a, changes), b: afterwards(deployed.b, changes) }) ?? null;
  if (proved === null) return;
  try {
    for (const side of sides) await writeSurveyed(await demandSession(run, side), proved);
  } catch (error) {
    if (!(error instanceof ShiftError)) throw error;
  }
}

/** Where a server tells it in other words than these, nothing is proved by it later. */
function afterwards(deployed: readonly Deployed[], changes: readonly RecordedChange[]): readonly Deployed[] {
  const programs = new Map(deployed.map(one => [programKey(one), one]));
  for (const { after, ...id } of changes) {
    if (after === null) programs.delete(programKey(id));
    else programs.set(programKey(id), after);
  }
  const done = changes.map(change => asOn(change, 'after'));
  const { orders } = placeTriggers(deployed, done);
  // One that stayed may follow another one now.
  return [...programs.values()].map(one => (isHidden(one) ? one : inSlot(one, orders)));
}
