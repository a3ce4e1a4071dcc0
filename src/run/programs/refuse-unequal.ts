/**
 * What a deploy needs to be alike on both servers, because what it does on the active comes to the passive by
 * replication, and so does the way back.
 */
import { BlockedError, RefusedError } from '../../errors.js';
import { otherSide, type Side } from '../../pair/side.js';
import { differingTables } from '../../plan/differing-tables.js';
import { grantsAtStake, type RecordedChange } from '../../programs/deploy-record.js';
import { type Deployed, programTitle } from '../../programs/program.js';
import { missingGrants, type RoutineGrant } from '../../programs/routine-grant.js';
import { type SlotOrders, slotOf, slotsOf } from '../../programs/trigger-order.js';
import { readStructure } from '../../server/catalog.js';
import { demandSession } from '../demand-session.js';
import type { Steady } from './deploying.js';

/**
 * A program that is dropped on the way there or on the way back loses its grants, which are given back on the active. To
 * an account that the passive does not have, its applier would stop (MySQL 9.7: 1410). Throws RefusedError.
 */
export function refuseUnequalGrants({ run, active }: Steady, changes: readonly RecordedChange[]): void {
  const { replaces } = run.pair.flavor.capabilities;
  const passive = otherSide(active);
  const lower = changes.flatMap(({ grants }) => grants[passive]);
  // One that the passive lacks is made there, and nobody would be granted anything on it.
  const lacking = changes.filter(({ before }) => before[passive] === null && before[active] !== null);
  const stake = [
    ...grantsAtStake(changes, active, replaces),
    ...lacking
      .filter(({ kind, after }) => after !== null && replaces.has(kind))
      .flatMap(({ grants }) => grants[active]),
  ];
  const findings = missingGrants(stake, lower)
    .filter(grant => !isOfDefiner(grant, lower))
    .map(grant => ({
      id: 'grants-differ',
      where: programTitle(grant),
      message: `${grant.account} has ${grant.privileges.join(', ')} on ${active} and not on ${passive}`,
      hint: 'grant the same on both servers, then run the same command again; what is missing on one has to be made there first',
    }));
  if (findings.length > 0)
    throw new RefusedError('what accounts may do differs between the servers', { findings });
}

/** An applier gives the definer of what it makes ALTER ROUTINE on it, where the definer is there (MariaDB, tested). */
function isOfDefiner({ account, privileges }: RoutineGrant, lower: readonly RoutineGrant[]): boolean {
  const isThere = lower.some(grant => grant.account === account);
  return isThere && privileges.every(privilege => privilege === 'ALTER ROUTINE');
}

/**
 * A changed trigger may be sent with the one that it follows, or precedes: one that stays, and that the passive lacks,
 * would stop its applier (MariaDB 10.11: 4031). Throws BlockedError.
 */
export function refuseUnequalTriggers(
  deployed: Readonly<Record<Side, readonly Deployed[]>>,
  changes: readonly RecordedChange[],
): void {
  const triggers = changes.filter(({ kind }) => kind === 'trigger');
  const changed = new Set(triggers.map(({ name }) => name));
  const [a, b] = [slotsOf(deployed.a), slotsOf(deployed.b)];
  const staying = (slots: SlotOrders, slot: string) =>
    (slots.get(slot) ?? []).filter(name => !changed.has(name)).join(', ');
  const slots = new Set(
    triggers.flatMap(({ before, after }) =>
      [before.a, before.b, after].flatMap(one => (one ? [slotOf(one)] : [])),
    ),
  );
  const unlike = [...slots].filter(slot => staying(a, slot) !== staying(b, slot));
  if (unlike.length === 0) return;
  const said = unlike.map(
    slot => `${slot}: ${staying(a, slot) || 'none'} on a, ${staying(b, slot) || 'none'} on b`,
  );
  throw new BlockedError(`triggers that this deploy leaves alone differ (${said.join('; ')})`, {
    hint: 'make them alike on both servers first, or deploy all programs with --prune',
  });
}

/** The server looks at the tables of a view or a trigger when it makes it. Throws BlockedError. */
export async function refuseUnequalTables(
  { run }: Pick<Steady, 'run'>,
  changes: readonly RecordedChange[],
): Promise<void> {
  if (!changes.some(({ kind }) => kind === 'view' || kind === 'trigger')) return;
  const read = async (side: Side) => readStructure(await demandSession(run, side), run.config.database);
  const different = differingTables(...(await Promise.all([read('a'), read('b')])));
  if (different.length === 0) return;
  throw new BlockedError(`tables of a and b differ: ${different.join(', ')}`, {
    hint: 'views and triggers made on one could fail on the other; make both sides equal first, see `dbshift status`',
  });
}
