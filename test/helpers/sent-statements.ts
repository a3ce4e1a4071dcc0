/**
 * What dbshift sent a server, from the server's own general log: all that changes a table of the database, a setting or
 * replication. Reads, settings of its own sessions, its own records and what a comparison does are left out, as in the
 * steps of a plan.
 */
import type { Session } from '../../src/server/connection.js';

/** Begins the log; `root` is a session of the administrator. */
export async function startSentLog(root: Session): Promise<void> {
  await root.send("SET GLOBAL log_output = 'TABLE'");
  await root.send('TRUNCATE TABLE mysql.general_log');
  await root.send('SET GLOBAL general_log = 1');
}

type Logged = { readonly thread: number; readonly said: string };

/** In the order in which they came. Ends the log. */
export async function sentStatements(root: Session, account: string): Promise<readonly string[]> {
  await root.send('SET GLOBAL general_log = 0');
  const rows = await root.rows<Logged>(
    `SELECT thread_id AS thread, CONVERT(argument USING utf8mb4) AS said FROM mysql.general_log
     WHERE command_type = 'Query' AND user_host LIKE ? ORDER BY event_time`,
    [`${account}[%`],
  );
  const threads = [...new Set(rows.map(({ thread }) => thread))];
  const compared = new Set(threads.flatMap(thread => comparing(rows.filter(row => row.thread === thread))));
  return rows.filter(row => !compared.has(row)).flatMap(({ said }) => (isLeftOut(said) ? [] : [said]));
}

/** Whether the steps of a plan do not have it: reads, own settings, own records. */
export function isLeftOut(said: string): boolean {
  return leftOut.some(pattern => pattern.test(said));
}

const stop = /^STOP (?:SLAVE|REPLICA) SQL_THREAD$/u;
const start = /^START (?:SLAVE|REPLICA) SQL_THREAD$/u;
const until = /^START (?:SLAVE|REPLICA) SQL_THREAD UNTIL /u;
const lock = /^(?:FLUSH TABLES WITH READ LOCK|UNLOCK TABLES)$/u;

/**
 * What the points of a comparison send: the applier is stopped, comes up to the point and goes on; on MySQL the active is
 * locked for a moment, by a session that sets nothing.
 */
function comparing(said: readonly Logged[]): readonly Logged[] {
  const found: Logged[] = [];
  for (const [index, row] of said.entries()) {
    if (!until.test(row.said)) continue;
    const stopped = said.slice(0, index).findLast(before => stop.test(before.said));
    const after = said.slice(index + 1);
    const end = after.findIndex(next => start.test(next.said));
    const rest = after.slice(0, end + 1).filter(next => stop.test(next.said) || start.test(next.said));
    found.push(row, ...rest, ...(stopped === undefined ? [] : [stopped]));
  }
  const locks = said.filter(row => lock.test(row.said));
  const fences = said.some(row => /^SET GLOBAL read_only = [01]$/u.test(row.said));
  return fences ? found : [...found, ...locks];
}

const records = '`?(?:knex_migrations|knex_migrations_lock|dbshift_migrations)`?';

const leftOut: readonly RegExp[] = [
  /^(?:SELECT|SHOW|USE|WITH|EXPLAIN|DO|XA RECOVER)\b/iu,
  /^SET (?!GLOBAL)/iu,
  /^(?:START TRANSACTION|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE SAVEPOINT)\b/iu,
  /^(?:INSERT INTO|CREATE TABLE IF NOT EXISTS|CREATE DATABASE IF NOT EXISTS) `?dbshift`?(?:\.|\s|$)/iu,
  new RegExp(`^(?:insert into|replace into|update|delete from) (?:\\S+\\.)?${records}\\s`, 'iu'),
  /^KILL\b/iu,
];
