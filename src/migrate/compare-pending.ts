/**
 * Compares the migration files with what both servers have recorded, and says which are still to run. Pure.
 *
 * Out of order is allowed, as in knex: a file whose name sorts before one that has already run (a branch merged
 * late) runs now, after it. That is said in a notice. A recorded file that is gone or has changed is refused, as
 * in knex: nobody can tell any more which structure the records stand for.
 */
import type { Finding } from '../errors.js';
import { type Side, sides } from '../pair/side.js';
import { bookkeepingMigration } from '../plan/bookkeeping-migration.js';
import { type MigrationFile, stem } from './files.js';
import type { MigrationSettings } from './migration-settings.js';
import type { Recorded } from './recorded.js';
import { recordedNames } from './recorded-names.js';

export type Comparison = {
  /** Files not recorded on both servers, in the order in which they run. */
  readonly pending: readonly PendingMigration[];
  /** Reasons not to run anything. */
  readonly findings: readonly Finding[];
  /** What a person should know, but need not act on. */
  readonly notices: readonly Finding[];
};

export type PendingMigration = MigrationFile & {
  /** The side that has it already: a run is under way. Null when no side has. */
  readonly on: Side | null;
};

export type ComparisonInput = {
  readonly files: readonly MigrationFile[];
  readonly recorded: Readonly<Record<Side, Recorded>>;
  readonly settings: MigrationSettings;
};

export function comparePending(input: ComparisonInput): Comparison {
  const { files } = input;
  const done = {
    a: recordedNames(input.recorded.a, input.settings),
    b: recordedNames(input.recorded.b, input.settings),
  };
  const pending = files
    .filter(({ name }) => !(done.a.has(name) && done.b.has(name)))
    .map(file => ({ ...file, on: sides.find(side => done[side].has(file.name)) ?? null }));
  return {
    pending,
    findings: [
      ...missingFiles(files, new Set([...done.a, ...done.b])),
      ...changedFiles(input, done),
      ...heldLocks(input),
    ],
    notices: [...halfDone(pending), ...outOfOrder(files, pending)],
  };
}

function missingFiles(files: readonly MigrationFile[], done: ReadonlySet<string>): readonly Finding[] {
  const names = new Set(files.map(({ name }) => name));
  return [...done]
    .filter(name => !names.has(name) && name !== bookkeepingMigration)
    .sort()
    .map(name => {
      const renamed = files.find(file => stem(file.name) === stem(name));
      return {
        id: 'migration-file-gone',
        where: name,
        message: renamed
          ? `is recorded as run, and the file is now called ${renamed.name}`
          : 'is recorded as run, and there is no such file',
        hint: renamed
          ? `rename the file back to ${name}, or change the name in the records of both servers`
          : 'restore the file: check out the branch that has it, or look at `migrations` in the configuration',
      };
    });
}

function changedFiles(
  { files, recorded }: ComparisonInput,
  done: Readonly<Record<Side, ReadonlySet<string>>>,
): readonly Finding[] {
  return files.flatMap(({ name, path, checksum }) => {
    const rows = sides.filter(side => done[side].has(name)).flatMap(side => recorded[side].checksums ?? []);
    if (rows.every(row => row.name !== name || row.checksum === checksum)) return [];
    return {
      id: 'migration-file-changed',
      where: path,
      message: 'has changed since it ran',
      hint: 'put its text back, and make the change in a new migration',
    };
  });
}

function heldLocks({ recorded, settings }: ComparisonInput): readonly Finding[] {
  return sides
    .filter(side => recorded[side].lock === 'knex')
    .map(side => ({
      id: 'knex-lock-held',
      where: `server ${side}`,
      message: `the lock row in ${settings.tableName}_lock is taken: a knex CLI is running, or one was killed`,
      hint: 'when none is running, give the lock back with `knex migrate:unlock` on that server',
    }));
}

function halfDone(pending: readonly PendingMigration[]): readonly Finding[] {
  return pending
    .filter(({ on }) => on !== null)
    .map(({ name, on }) => ({
      id: 'migration-on-one-side',
      where: name,
      message: `is recorded on server ${on} only: a run is under way`,
    }));
}

function outOfOrder(
  files: readonly MigrationFile[],
  pending: readonly PendingMigration[],
): readonly Finding[] {
  const waiting = new Set(pending.map(({ name }) => name));
  const last = files.findLastIndex(({ name }) => !waiting.has(name));
  return files
    .slice(0, Math.max(last, 0))
    .filter(({ name }) => waiting.has(name))
    .map(({ name }) => ({
      id: 'migration-out-of-order',
      where: name,
      message: `runs after ${files[last]?.name}, which has already run although its name is later`,
    }));
}
