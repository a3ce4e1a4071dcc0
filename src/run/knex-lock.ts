/**
 * knex's own lock row, held on both sides while a run changes something: a stray knex CLI does nothing meanwhile. The
 * engine writes down that it was taken and puts it back at the end.
 */
import type { Config } from '../config/config.js';
import { holdKnexLock, releaseKnexLock } from '../migrate/bookkeeping.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import { readRecorded } from '../migrate/recorded.js';
import { type Side, sideOf, sides } from '../pair/side.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno } from '../server/server-error.js';
import { quoteIdentifier } from '../sql/identifier.js';
import { actOn } from './act-on.js';
import type { PairSessions } from './connect-pair.js';

export type KnexLockDeps = {
  readonly config: Config;
  readonly settings: MigrationSettings;
  readonly pair: PairSessions;
};

/** Takes it where it is free. The first run of a pair makes the table, with the lock taken. */
export async function lockKnex({ config, settings, pair }: KnexLockDeps): Promise<void> {
  for (const side of sides) {
    const control = pair.control(side);
    const { lock } = await readRecorded(control, config.database, settings);
    if (lock === 'free') await sendIn(config.database, control, holdKnexLock(settings));
  }
}

/** Gives it back on one side. No table, no lock: the run ended before it made one. */
export async function unlockKnex({ config, settings, pair }: KnexLockDeps, side: Side): Promise<void> {
  // The first run of a pair makes the table with the lock taken, and replicates it: it is taken below the side too.
  const below = pair.replicas().filter(replica => sideOf(replica) === side);
  for (const server of [side, ...below]) {
    const sent = sendIn(config.database, await actOn(pair, server), releaseKnexLock(settings));
    await sent.catch((error: unknown) => {
      // Below the active nobody took super_read_only off; the lock of a server that nobody writes to hinders nobody.
      if (!isErrno(error, errno.noSuchTable) && !(server !== side && isErrno(error, errno.readOnly)))
        throw error;
    });
  }
}

async function sendIn(database: string, control: Session, sql: string): Promise<void> {
  await control.send(`USE ${quoteIdentifier(database)}`);
  await control.send(sql);
}
