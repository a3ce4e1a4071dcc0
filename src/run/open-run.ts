/** Opens a run, or goes on with the open one: the intent and its plan are written down before anything is done. */
import { randomBytes } from 'node:crypto';
import { BlockedError } from '../errors.js';
import type { Entry } from '../journal/entry.js';
import type { Journal } from '../journal/journal.js';
import type { MigrationFile } from '../migrate/files.js';
import type { Intent } from '../pair/facts.js';
import type { PlannedMigration } from '../plan/plan.js';
import { commandFor, commandName } from './command-name.js';
import { whoAmI } from './who-am-i.js';

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
  await journal.append({ kind: 'open', intent: opened, by: whoAmI() });
  return opened;
}

/** Approves the flips of the open run, in the name of who runs this command, and forgets failed ones. */
export function approval(): Entry {
  return { kind: 'approve', what: 'flip', by: whoAmI() };
}

/** Ends the rollback window of a batch, or begins its rollback, in the name of who runs this command. */
export function windowEntry(kind: 'finish' | 'rollback', batch: number): Entry {
  return { kind, batch, by: whoAmI() };
}

/** An open run, and whether it is being rolled back. */
export type OpenRun = { readonly intent: Intent; readonly rollingBack: number | null };

/**
 * An open run goes on only for the same purpose and with the same files: what is half-way on a server came from
 * them. Throws BlockedError that names what differs.
 */
export function assertSameIntent(
  { intent: open, rollingBack }: OpenRun,
  goal: Intent['goal'],
  files: readonly MigrationFile[],
): void {
  const command = commandFor(open, { rollingBack });
  const named = `run ${open.runId} (${command}, begun ${new Date(open.startedAt * 1000).toISOString()}) is still open`;
  if (command !== commandName(goal)) {
    throw new BlockedError(named, { hint: `finish it first: \`dbshift ${command}\`` });
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
