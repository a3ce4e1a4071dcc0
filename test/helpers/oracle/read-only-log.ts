/**
 * What was sent to a server about `read_only`, from its general log: microseconds of the one clock of this machine.
 * The log has the time at which a statement came in. That it was answered is known from the next statement of the
 * same session.
 */
import { otherSide, type Side, sides } from '../../../src/pair/side.js';
import type { Session } from '../../../src/server/connection.js';
import { isLocked } from './is-locked.js';

export type ReadOnlyChange = {
  readonly side: Side;
  readonly closes: boolean;
  /** Seconds since 1970, with microseconds. */
  readonly sentAt: number;
  /** Answered at this time at the latest, or null when the session said nothing more. */
  readonly answeredBy: number | null;
};

/** Begins the log; `root` is a session of the administrator. */
export async function startReadOnlyLog(root: Session): Promise<void> {
  await root.send("SET GLOBAL log_output = 'TABLE'");
  await root.send('SET GLOBAL general_log = 1');
}

/** A crash may have cut a row of the log short, and MySQL does not mend that by itself. What was written stays. */
export async function mendReadOnlyLog(root: Session): Promise<void> {
  const locked = await isLocked(root);
  await root.send('SET SESSION sql_log_bin = 0');
  if (locked) await root.send('SET GLOBAL super_read_only = 0');
  await root.rows('REPAIR TABLE mysql.general_log');
  if (locked) await root.send('SET GLOBAL super_read_only = 1');
}

export async function readReadOnlyLog(root: Session, side: Side): Promise<readonly ReadOnlyChange[]> {
  await root.send('SET GLOBAL general_log = 0');
  // In two steps: 11.8 would read the whole log again for each of its rows.
  const talkers = await root.rows<{ thread: number }>(
    "SELECT DISTINCT thread_id AS thread FROM mysql.general_log WHERE argument LIKE 'SET GLOBAL%read_only%'",
  );
  if (talkers.length === 0) return [];
  const rows = await root.rows<{ at: string; thread: number; said: string }>(
    `SELECT UNIX_TIMESTAMP(event_time) AS at, thread_id AS thread, CONVERT(argument USING utf8mb4) AS said
     FROM mysql.general_log WHERE command_type = 'Query' AND thread_id IN (?)`,
    [talkers.map(({ thread }) => thread)],
  );
  return rows.flatMap(({ at, thread, said }, index) => {
    const closes = whetherCloses(said);
    if (closes === null) return [];
    const next = rows.slice(index + 1).find(row => row.thread === thread);
    const answeredBy = next === undefined ? null : Number(next.at);
    return [{ side, closes, sentAt: Number(at), answeredBy }];
  });
}

/** A dead server takes no writes, and the servers of a pair boot read-only: no log has that. */
export function closedByDeath(side: Side): ReadOnlyChange {
  const at = Date.now() / 1000;
  return { side, closes: true, sentAt: at, answeredBy: at };
}

/** Both settings close a server for everybody's writes; only `read_only` opens it. Null: nothing of that. */
export function whetherCloses(statement: string): boolean | null {
  const change = /^SET GLOBAL (?<name>(?:super_)?read_only)\s*=\s*(?<value>[01])/.exec(statement)?.groups;
  if (change?.value === '1') return true;
  return change?.name === 'read_only' ? false : null;
}

/**
 * Every opening must find the other server closed, and known to be. `writable` is the side that was open when the
 * log began. Returns a sentence for each one that was not.
 */
export function judgeReadOnlyLog(changes: readonly ReadOnlyChange[], writable: Side): readonly string[] {
  const ordered = [...changes].sort((x, y) => x.sentAt - y.sentAt);
  return ordered.flatMap((opening, index) => {
    if (opening.closes) return [];
    const other = otherSide(opening.side);
    const last = ordered.slice(0, index).findLast(({ side }) => side === other);
    const closed = last === undefined ? other !== writable : isClosed(last, opening.sentAt);
    return closed ? [] : [`${opening.side} was opened before ${other} was closed`];
  });
}

function isClosed({ closes, answeredBy }: ReadOnlyChange, at: number): boolean {
  return closes && answeredBy !== null && answeredBy <= at;
}

/** Numbers of openings a side, to see that the log saw the flips at all. */
export function countOpenings(changes: readonly ReadOnlyChange[]): Readonly<Record<Side, number>> {
  const [a = 0, b = 0] = sides.map(
    side => changes.filter(change => change.side === side && !change.closes).length,
  );
  return { a, b };
}
