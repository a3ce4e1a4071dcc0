/** A plan that was reviewed, where nothing is left to run: either it is done, or something else was. Reads only. */
import type { RunEvent } from '../engine/event.js';
import { BlockedError, RefusedError } from '../errors.js';
import type { MigrationFile } from '../migrate/files.js';
import { notAsPlanned } from '../migrate/not-as-planned.js';
import { type Recorded, readRecorded } from '../migrate/recorded.js';
import type { Side } from '../pair/side.js';
import type { ReviewedPlan } from '../plan/reviewed-plan.js';
import type { Run } from './engine-ports.js';

/** Throws RefusedError that names the migrations of the plan which are not recorded as it has them. */
export async function holdFinished(
  run: Run,
  { batches, fingerprint }: ReviewedPlan,
  files: readonly MigrationFile[],
): Promise<RunEvent> {
  const recorded = { a: await recordedOn(run, 'a'), b: await recordedOn(run, 'b') };
  const migrations = batches.flatMap(batch => batch.migrations);
  const missing = notAsPlanned(migrations, { recorded, settings: run.settings, files });
  if (missing.length === 0)
    return { type: 'reviewed', fingerprint, outcome: 'done', compared: [], lacking: [] };
  throw new RefusedError('nothing is pending, and the reviewed plan is not what was run', {
    findings: missing.map(name => ({
      id: 'moved-files',
      where: 'files',
      message: `${name}: not recorded as the plan has it`,
    })),
    hint: 'look at what was run with `dbshift history`',
  });
}

async function recordedOn({ pair, config, settings }: Run, side: Side): Promise<Recorded> {
  const session = await pair.watch(side);
  if (session === null) throw new BlockedError(`${pair.endpoints[side].label}: cannot be reached any more`);
  return readRecorded(session, config.database, settings);
}
