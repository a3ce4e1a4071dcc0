/** Opens a run, or goes on with the open one: the intent and its plan are written down before anything is done. */
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { Config } from '../config/config.js';
import { BlockedError } from '../errors.js';
import type { Journal } from '../journal/journal.js';
import { holdKnexLock } from '../migrate/bookkeeping.js';
import type { MigrationFile } from '../migrate/files.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import { readRecorded } from '../migrate/recorded.js';
import type { Intent } from '../pair/facts.js';
import { sides } from '../pair/side.js';
import type { PlannedMigration } from '../plan/plan.js';
import { quoteIdentifier } from '../sql/identifier.js';
import type { PairSessions } from './connect-pair.js';

export type NewIntent = Omit<Intent, 'runId' | 'epoch' | 'startedAt'>;

/** Appends the intent of a new run. Throws BlockedError when it cannot be written. */
export async function openRun(journal: Journal, intent: NewIntent): Promise<Intent> {
  const startedAt = Math.floor(Date.now() / 1000);
  const stamp = new Date(startedAt * 1000).toISOString().replace(/[-:]|\..*/gu, '');
  const opened: Intent = {
    ...intent,
    runId: `${stamp}-${randomBytes(2).toString('hex')}`,
    epoch: 1 + (journal.records().at(-1)?.epoch ?? 0),
    startedAt,
  };
  await journal.append({ kind: 'open', intent: opened });
  return opened;
}

/** Approves the flips of the open run, in the name of who runs this command, and forgets failed ones. */
export async function approve({ journal }: { readonly journal: Journal }): Promise<void> {
  await journal.append({ kind: 'approve', what: 'flip', by: `${userName()}@${hostname()}` });
}

/** In a container the uid may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}

/**
 * An open run goes on only for the same purpose and with the same files: what is half-way on a server came from
 * them. Throws BlockedError that names what differs.
 */
export function assertSameIntent(open: Intent, goal: Intent['goal'], files: readonly MigrationFile[]): void {
  const named = `run ${open.runId} (${open.goal}, begun ${new Date(open.startedAt * 1000).toISOString()}) is still open`;
  if (open.goal !== goal) {
    throw new BlockedError(named, { hint: `finish it first: \`dbshift ${open.goal}\`` });
  }
  const changed = changedSince(open, files);
  if (changed.length > 0) {
    throw new BlockedError(
      `${named}, and ${changed.map(({ name }) => name).join(', ')} has changed since it was planned`,
      {
        hint: 'put the file back as it was and run the same command again',
      },
    );
  }
}

/** Migrations of the plan whose file is gone or another one now. */
export function changedSince(open: Intent, files: readonly MigrationFile[]): readonly PlannedMigration[] {
  const checksums = new Map(files.map(({ name, checksum }) => [name, checksum]));
  return (open.plan?.batches ?? [])
    .flatMap(({ migrations }) => migrations)
    .filter(({ name, checksum }) => checksum !== '' && checksums.get(name) !== checksum);
}

/** Keeps a stray knex CLI out on both sides, where its lock table is there. Journaled, put back at the end. */
export async function lockKnex(
  pair: PairSessions,
  journal: Journal,
  { config, settings }: { config: Config; settings: MigrationSettings },
): Promise<void> {
  for (const side of sides) {
    const control = pair.control(side);
    const { lock } = await readRecorded(control, config.database, settings);
    if (lock === 'dbshift' || lock === 'knex') continue;
    await journal.append({ kind: 'changed', side, name: 'knex-lock', old: '0' });
    // The first run of a pair makes the table, with the lock taken.
    if (lock !== 'free') continue;
    await control.send(`USE ${quoteIdentifier(config.database)}`);
    await control.send(holdKnexLock(settings));
  }
}
