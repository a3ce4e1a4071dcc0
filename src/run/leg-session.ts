/**
 * The session in which a batch runs: it is the one that holds the lock and does everything else on its side too, so
 * whatever a batch or a migration sets there is set back behind it.
 */

import { BlockedError } from '../errors.js';
import type { Intent } from '../pair/facts.js';
import type { Batch, Plan } from '../plan/plan.js';
import type { Session } from '../server/connection.js';
import { ServerError } from '../server/server-error.js';
import { classifyStatement } from '../sql/classify.js';
import { quoteIdentifier, quoteString } from '../sql/identifier.js';

export type LegSession = {
  readonly control: Session;
  readonly how: 'leg' | 'direct' | 'data';
  readonly intent: Intent;
  readonly plan: Plan;
  readonly batch: Batch;
  readonly lockWaitSeconds: number;
};

/** Both legs run in sessions that agree on everything a DDL may depend on. */
export async function prepareSession(leg: LegSession): Promise<void> {
  const { control, how, intent, plan, lockWaitSeconds } = leg;
  await resetMigrationSettings(leg);
  const binlogged = how === 'leg' ? 0 : 1;
  await control.send(`USE ${quoteIdentifier(plan.database)}`);
  await control.send(`SET SESSION sql_log_bin = ${binlogged}, sql_mode = ${quoteString(intent.sqlMode)}`);
  await control.send('SET SESSION foreign_key_checks = 1, unique_checks = 1');
  await control.send('SET SESSION time_zone = @@global.time_zone');
  await control.send('SET SESSION auto_increment_increment = 1, auto_increment_offset = 1');
  await control.send(`SET SESSION timestamp = ${how === 'leg' ? intent.startedAt : 'DEFAULT'}`);
  await control.send(`SET SESSION lock_wait_timeout = ${lockWaitSeconds}`);
  const row = await control.row<{ log: number; ro: number }>(
    // A word since MariaDB 12.1, where ON is not the only one that closes a server.
    "SELECT @@session.sql_log_bin AS log, CONCAT(@@global.read_only) NOT IN ('0', 'OFF') AS ro",
  );
  const expected = how === 'leg' ? { log: 0, ro: 1 } : { log: 1, ro: 0 };
  if (Number(row?.log) !== expected.log || Number(row?.ro) !== expected.ro) {
    throw new BlockedError(
      `${control.label}: not the state for this step (sql_log_bin=${row?.log}, read_only=${row?.ro}): nothing was sent`,
      { hint: 'somebody changed the server in between; see `dbshift status` and run the same command again' },
    );
  }
}

/**
 * Puts back what later actions on this session must not find: a `timestamp` that stands still would make every
 * transaction look young to the fence (NOW() follows it, MariaDB 10.11, tested), and so would a time zone that is not
 * the system's.
 */
export async function resetSession(leg: LegSession): Promise<void> {
  await leg.control.send("SET SESSION timestamp = DEFAULT, sql_log_bin = 0, time_zone = 'SYSTEM'");
  await resetMigrationSettings(leg);
}

/** Variables that the files of the batch set for themselves. */
async function resetMigrationSettings({ control, batch }: LegSession): Promise<void> {
  for (const name of settingsOf(batch)) {
    const sql = /^(names|character|charset)$/u.test(name)
      ? 'SET NAMES utf8mb4'
      : `SET SESSION ${quoteIdentifier(name)} = DEFAULT`;
    await control.send(sql).catch((error: unknown) => {
      // A variable of one statement only (`insert_id`) has no default.
      if (!(error instanceof ServerError) || error.errno === null) throw error;
    });
  }
}

function settingsOf(batch: Batch): ReadonlySet<string> {
  const settings = batch.migrations
    .flatMap(({ statements }) => statements)
    .map(({ sql }) => classifyStatement(sql))
    .flatMap(classified => (classified.kind === 'session' ? classified.assignments : []))
    .filter(({ scope }) => scope === 'session');
  return new Set(settings.map(({ name }) => name));
}
