/**
 * Sends the statements of one change. Where a program has to be dropped before it is made anew and the server refuses
 * the new one, the old one is made again at once, in the same session: callers miss it for as short as can be.
 */
import { FailedError } from '../../errors.js';
import type { Flavor } from '../../flavor/flavor.js';
import { programKey, programTitle } from '../../programs/program.js';
import { changeWord, type ProgramChange } from '../../programs/program-change.js';
import { isMissedMeanwhile, type Surroundings, statementsFor } from '../../programs/program-statements.js';
import { type RoutineGrant, uniteGrants } from '../../programs/routine-grant.js';
import { readTriggerHead } from '../../programs/trigger-head.js';
import type { Session } from '../../server/connection.js';
import { errno } from '../../server/errno.js';
import { readRoutineGrants } from '../../server/routine-grants.js';
import { isErrno, ServerError } from '../../server/server-error.js';
import { type Given, giveGrants, partByAccount } from './give-grants.js';
import type { ProgramSender } from './program-sender.js';
import { refusalHint } from './refusal-hint.js';

export type Replacing = {
  readonly flavor: Flavor;
  readonly database: string;
  readonly how: 'direct' | 'leg';
  /** That a DROP has taken from this program before: what it has now is looked at. */
  readonly grants: readonly RoutineGrant[];
  readonly attempts?: number;
};

export type Replaced = Given & {
  /** How long a caller may have missed it, or its grants, in ms; null: never. */
  readonly missedMs: number | null;
};

/**
 * Gives back the grants that go with a DROP. May leave the settings of the program in force.
 * Throws FailedError that names the program when the server refuses it, and ServerError when the server is lost.
 */
export async function replaceProgram(
  sender: ProgramSender,
  change: ProgramChange,
  replacing: Replacing,
): Promise<Replaced> {
  const { session } = sender;
  const { flavor, how, database } = replacing;
  // What another program was made in is nothing to read or to drop in.
  if (change.after === null || change.kind === 'trigger') await sender.reset();
  const surroundings = { asleep: how === 'leg', firstTrigger: await readFirstTrigger(session, change) };
  const missed = isMissedMeanwhile(change, flavor);
  const grants = await grantsToGive(sender, change, replacing);
  let droppedAt: number | null = null;
  let locked = false;
  try {
    for (const sql of statementsFor(change, flavor, surroundings)) {
      const begun = performance.now();
      await sendPatiently(sender, sql, replacing.attempts);
      if (sql.startsWith('DROP ')) droppedAt = begun;
      if (/^(?:UN)?LOCK /.test(sql)) locked = sql.startsWith('LOCK ');
    }
    const given = await giveGrants(sender, grants, database);
    return { ...given, missedMs: missed && droppedAt !== null ? performance.now() - droppedAt : null };
  } catch (error) {
    if (!(error instanceof ServerError) || error.errno === null) throw error;
    if (droppedAt !== null && change.after !== null)
      await makeAgain(sender, change, { ...replacing, surroundings, toGive: grants });
    throw refused(session, change, error);
  } finally {
    if (locked && session.isOpen()) await session.send('UNLOCK TABLES');
  }
}

/** What is read right before the DROP counts: somebody may have granted or revoked since a deploy began. */
async function grantsToGive(
  sender: ProgramSender,
  change: ProgramChange,
  { flavor, database, grants }: Replacing,
): Promise<Given> {
  const drops = isMissedMeanwhile(change, flavor);
  if (change.after === null || (!drops && grants.length === 0)) return { given: [], gone: [] };
  await sender.reset();
  if (!drops) return partByAccount(sender.session, grants, flavor.name);
  const found = await readRoutineGrants(sender.session, database);
  const own = found.filter(grant => programKey(grant) === programKey(change));
  return partByAccount(sender.session, uniteGrants([...grants, ...own]), flavor.name);
}

/** One that does not get its lock has changed nothing. */
async function sendPatiently(sender: ProgramSender, sql: string, attempts = 1): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await sender.send(sql);
    } catch (error) {
      if (!isErrno(error, errno.lockWaitTimeout) || attempt >= attempts) throw error;
    }
  }
}

type Again = Replacing & { readonly surroundings: Surroundings; readonly toGive: Given };

/** What fails here too is put back by whoever called. */
async function makeAgain(
  sender: ProgramSender,
  { before, ...id }: ProgramChange,
  { flavor, surroundings, toGive, database }: Again,
): Promise<void> {
  const again = { ...id, before: null, after: before };
  try {
    for (const sql of statementsFor(again, flavor, surroundings)) await sender.send(sql);
    await giveGrants(sender, toGive, database);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
  }
}

/** Of the same table and moment, other than this one, by either of its names: see `Surroundings`. */
async function readFirstTrigger(
  session: Session,
  { kind, name, before, after }: ProgramChange,
): Promise<string | null> {
  if (kind !== 'trigger' || after === null) return null;
  const { table, moment } = readTriggerHead(after.create);
  const row = await session.row(
    `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ? AND TRIGGER_NAME NOT IN (?, ?)
        AND CONCAT(ACTION_TIMING, ' ', EVENT_MANIPULATION) = ? ORDER BY ACTION_ORDER LIMIT 1`,
    [table, name, before?.name ?? name, moment],
  );
  return row === undefined ? null : String(row.name);
}

function refused({ label }: Session, change: ProgramChange, cause: ServerError): FailedError {
  const where = change.where === undefined ? '' : `${change.where}: `;
  const what = `${changeWord(change)} ${programTitle(change)}`;
  return new FailedError(`${where}cannot ${what} on ${label}: ${cause.errno} ${cause.serverText}`, {
    ...refusalHint(cause),
    cause,
  });
}
