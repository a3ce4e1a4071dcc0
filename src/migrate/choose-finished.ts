/** Which finished migrations are to be taken back, the newest first. Pure. */
import { UsageError } from '../errors.js';
import { type Side, sides } from '../pair/side.js';
import type { MigrationFile } from './files.js';
import type { MigrationSettings } from './migration-settings.js';
import type { Recorded } from './recorded.js';
import { recordedNames } from './recorded-names.js';

/** So many, or all that ran after the one of that name. */
export type Down = { readonly count: number } | { readonly to: string };

export type FinishedInput = {
  readonly files: readonly MigrationFile[];
  readonly recorded: Readonly<Record<Side, Recorded>>;
  readonly settings: MigrationSettings;
  readonly down: Down;
};

/** In the order in which they are taken back. Throws UsageError for a name that no finished migration has. */
export function chooseFinished({ down, ...input }: FinishedInput): readonly MigrationFile[] {
  const finished = finishedFiles(input);
  if ('count' in down) return finished.slice(0, down.count);
  const at = finished.findIndex(({ name }) => name === down.to);
  if (at !== -1) return finished.slice(0, at);
  throw new UsageError(`--to ${down.to}: no finished migration has that name`, {
    hint: `those that are done, the newest first: ${finished.map(({ name }) => name).join(', ') || 'none'}`,
  });
}

/** Later runs have higher numbers; within one run files go in their order. */
function finishedFiles({ files, recorded, settings }: Omit<FinishedInput, 'down'>): readonly MigrationFile[] {
  const done = sides.map(side => recordedNames(recorded[side], settings));
  return files
    .map((file, order) => ({ file, order, batch: batchOf(file.name, recorded) }))
    .filter(({ file }) => done.every(names => names.has(file.name)))
    .sort((one, other) => other.batch - one.batch || other.order - one.order)
    .map(({ file }) => file);
}

function batchOf(name: string, recorded: FinishedInput['recorded']): number {
  const rows = sides.flatMap(side => [...(recorded[side].knex ?? []), ...(recorded[side].checksums ?? [])]);
  return Math.max(0, ...rows.filter(row => row.name === name).map(({ batch }) => batch));
}
