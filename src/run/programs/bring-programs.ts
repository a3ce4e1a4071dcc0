/**
 * Brings the programs of one server to what they are to be, and proves it by reading back. By looking, like a leg: a
 * program that already reads back as wanted is left alone, whoever made it.
 */
import { BlockedError } from '../../errors.js';
import type { Flavor } from '../../flavor/flavor.js';
import { isAlike, type PlacedTriggers, placeTriggers } from '../../programs/place-triggers.js';
import { type Deployed, type ProgramId, programKey } from '../../programs/program.js';
import { changeWord, type ProgramChange } from '../../programs/program-change.js';
import { keepsSchedule } from '../../programs/program-statements.js';
import { type RenamedTriggers, renamedTriggers } from '../../programs/renamed-triggers.js';
import {
  grantsByProgram,
  grantsDropped,
  missingGrants,
  type RoutineGrant,
} from '../../programs/routine-grant.js';
import type { Session } from '../../server/connection.js';
import { readOver } from '../../server/events-over.js';
import { readRoutineGrants, readRoutineTimes } from '../../server/routine-grants.js';
import { quoteIdentifier } from '../../sql/identifier.js';
import { assertBrought } from './assert-brought.js';
import { giveGrants, partByAccount } from './give-grants.js';
import { inRounds, inTurn } from './in-rounds.js';
import { openProgramSender, type ProgramSender } from './program-sender.js';
import { type Replaced, replaceProgram } from './replace-program.js';
import { readByKey, visible } from './visible-programs.js';

export type Bringing = {
  /** In the order in which they are made; what `before` says is looked at anew. */
  readonly changes: readonly ProgramChange[];
  /** Nobody knows which of them needs which: one that is refused is tried again when others are there. */
  readonly inRounds?: true;
  readonly database: string;
  readonly flavor: Flavor;
  /** `direct`: binlogged, on the side that accepts writes. `leg`: not binlogged, on the one that does not. */
  readonly how: 'direct' | 'leg';
  /** As they were before, for those that went with a DROP of which nobody saw the end: see `grantsDropped`. */
  readonly grants?: readonly RoutineGrant[];
  /** How long a statement waits for its metadata lock, in whole seconds, and how often it is tried. */
  readonly lockWaitSeconds?: number;
  readonly attempts?: number;
};

export type Brought = ProgramId &
  Replaced & {
    /** `over`: an event whose last time is past by the server's clock: it is not there, and counts as brought. */
    readonly what: 'left' | 'create' | 'replace' | 'drop' | 'over';
  };

/** All of them at once, for those who tell nobody in between: see `bringEach`. */
export async function bringPrograms(session: Session, bringing: Bringing): Promise<readonly Brought[]> {
  const brought: Brought[] = [];
  for await (const one of bringEach(session, bringing)) brought.push(one);
  return brought;
}

/**
 * Throws FailedError that names the program a server refused, or that does not read back as wanted, and BlockedError
 * where the server is not in the state for it. A lost connection is a ServerError without a number: what became of the
 * statement is seen by looking.
 */
export async function* bringEach(session: Session, bringing: Bringing): AsyncGenerator<Brought, void> {
  const sender = openProgramSender(session);
  try {
    await prepare(session, bringing);
    const { placed, bringOne, lookAgain } = await lookFirst(sender, bringing);
    let touched = false;
    const given: RoutineGrant[] = [];
    const inOrder = bringing.inRounds ? inRounds : inTurn;
    for await (const brought of inOrder(placed.changes, bringOne, lookAgain)) {
      touched ||= brought.what !== 'left' || brought.given.length > 0;
      given.push(...brought.given);
      yield brought;
    }
    await sender.reset();
    // Where nothing was sent, the first look has proved all of it.
    if (touched) await assertBrought(session, { ...bringing, ...placed }, given);
  } finally {
    await sender.reset();
    if (session.isOpen()) await session.send('SET SESSION sql_log_bin = 0, lock_wait_timeout = 5');
  }
}

type Looked = {
  readonly placed: PlacedTriggers;
  bringOne(change: ProgramChange): Promise<Brought>;
  lookAgain(): Promise<void>;
};

/** What is decided by the state in which the server is found, and how each program is brought from it. */
async function lookFirst(sender: ProgramSender, bringing: Bringing): Promise<Looked> {
  const { session } = sender;
  const { database, grants = [], changes } = bringing;
  let found = await readByKey(session, database);
  const granted = grantsByProgram(grantsDropped(grants, await readRoutineTimes(session, database)));
  const placed = placeTriggers([...found.values()], changes);
  const made: Made = { ...bringing, ...placed, granted, renamed: renames(bringing, found) };
  return {
    placed,
    bringOne: change =>
      bring(sender, made, { ...change, before: visible(session, change, found.get(programKey(change))) }),
    lookAgain: async () => {
      await sender.reset();
      found = await readByKey(session, database);
    },
  };
}

/** Asserts the state of the server in the session that will act, as a leg does. */
async function prepare(session: Session, { how, database, lockWaitSeconds = 5 }: Bringing): Promise<void> {
  const binlogged = how === 'leg' ? 0 : 1;
  await session.send(`USE ${quoteIdentifier(database)}`);
  await session.send(`SET SESSION sql_log_bin = ${binlogged}, lock_wait_timeout = ${lockWaitSeconds}`);
  const row = await session.row<{ log: number; ro: number }>(
    "SELECT @@session.sql_log_bin AS log, CONCAT(@@global.read_only) NOT IN ('0', 'OFF') AS ro",
  );
  const expected = how === 'leg' ? { log: 0, ro: 1 } : { log: 1, ro: 0 };
  if (Number(row?.log) === expected.log && Number(row?.ro) === expected.ro) return;
  throw new BlockedError(
    `${session.label}: not the state for this step (sql_log_bin=${row?.log}, read_only=${row?.ro}): nothing was sent`,
    { hint: 'somebody changed the server in between; see `dbshift status` and run the same command again' },
  );
}

type Made = Bringing &
  PlacedTriggers & {
    readonly granted: ReturnType<typeof grantsByProgram>;
    readonly renamed: RenamedTriggers;
  };

async function bring(sender: ProgramSender, bringing: Made, change: ProgramChange): Promise<Brought> {
  const { kind, name, before, after } = change;
  const key = programKey(change);
  const grants = bringing.granted.get(key) ?? [];
  if (!bringing.moved.has(key) && isAlike(after, before))
    return { kind, name, what: 'left', ...(await giveLost(sender, bringing, after === null ? [] : grants)) };
  // The one that comes in its place has dropped it.
  if ([...bringing.renamed.values()].some(old => programKey(old) === key))
    return { kind, name, what: 'drop', ...nothingGiven };
  if (await cannotCome(sender.session, change)) {
    if (before !== null) await replaceProgram(sender, { ...change, after: null }, { ...bringing, grants });
    return { kind, name, what: 'over', ...nothingGiven };
  }
  const from = bringing.renamed.get(key) ?? before;
  const replaced = await replaceProgram(sender, { ...change, before: from }, { ...bringing, grants });
  return { kind, name, what: changeWord(change), ...replaced };
}

const nothingGiven: Replaced = { given: [], gone: [], missedMs: null };

/** An event that is over: a server does not make it any more, and would have dropped it by itself. */
async function cannotCome(session: Session, { before, after }: ProgramChange): Promise<boolean> {
  if (before !== null && after !== null && after.kind === 'event' && keepsSchedule(before, after))
    return false;
  return (await readOver(session, [after]))(after);
}

/** Whoever made it died before its grants. */
async function giveLost(
  sender: ProgramSender,
  { database, flavor }: Made,
  grants: readonly RoutineGrant[],
): Promise<Replaced> {
  if (grants.length === 0) return nothingGiven;
  await sender.reset();
  const lost = missingGrants(grants, await readRoutineGrants(sender.session, database));
  const parted = await partByAccount(sender.session, lost, flavor.name);
  return { ...(await giveGrants(sender, parted, database)), missedMs: null };
}

function renames({ flavor, changes }: Bringing, found: ReadonlyMap<string, Deployed>): RenamedTriggers {
  return flavor.capabilities.replaces.has('trigger') ? new Map() : renamedTriggers(found, changes);
}
