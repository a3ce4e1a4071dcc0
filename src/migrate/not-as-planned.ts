/** Which migrations of a plan are not done, or were done with another file than the plan had. Pure. */

import { isDone } from '../pair/progress.js';
import { type Side, sides } from '../pair/side.js';
import type { PlannedMigration } from '../plan/plan.js';
import type { ComparisonInput } from './compare-pending.js';
import type { Recorded } from './recorded.js';
import { recordedNames } from './recorded-names.js';

export function notAsPlanned(
  migrations: readonly PlannedMigration[],
  { recorded, settings, files }: ComparisonInput,
): readonly string[] {
  const levels = sides.map(side => ({ recorded: [...recordedNames(recorded[side], settings)] }));
  const now = new Map(files.map(({ name, checksum }) => [name, checksum]));
  const isAsPlanned = (migration: PlannedMigration): boolean =>
    levels.every(level => isDone(migration, level)) &&
    // What was taken back has left no record of its file, and what the knex CLI ran never had one.
    [...checksumsOf(migration.name, recorded), now.get(migration.name)].every(
      checksum => checksum === undefined || checksum === migration.checksum,
    );
  return migrations.filter(migration => !isAsPlanned(migration)).map(({ name }) => name);
}

function checksumsOf(name: string, recorded: Readonly<Record<Side, Recorded>>): readonly string[] {
  const rows = sides.flatMap(side => recorded[side].checksums ?? []);
  return rows.filter(row => row.name === name).map(({ checksum }) => checksum);
}
