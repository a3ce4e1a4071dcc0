/** `dbshift plan`: what `dbshift migrate` would run. Looks at the pair and at a workspace, writes nothing on the pair. */
import type { Config } from '../config/config.js';
import { BlockedError } from '../errors.js';
import type { Down } from '../migrate/choose-finished.js';
import { listMigrationFiles } from '../migrate/files.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Plan } from '../plan/plan.js';
import { readStructure } from '../server/catalog.js';
import { withPair } from './connect-pair.js';
import { prepareRun, type Run } from './engine-ports.js';
import { planRun } from './plan-run.js';

/**
 * The plan of the pending migrations, refusals included, and without batches when nothing is pending. While a run is
 * open it is that run's plan: `migrate` goes on with it.
 */
export async function makePlan(config: Config, down?: Down): Promise<Plan> {
  const settings = await readMigrationSettings(config);
  const files = await listMigrationFiles(settings);
  return withPair(config, 'all', async pair => {
    const run = prepareRun(config, settings, pair);
    const open = (await run.journal.reload()).intent;
    if (open !== null && open.plan !== null) return open.plan;
    const planned = await planRun(run, files, {
      mayUsePassive: false,
      ...(down === undefined ? {} : { down }),
    });
    return planned?.plan ?? emptyPlan(run);
  });
}

async function emptyPlan({ config: { database }, pair }: Run): Promise<Plan> {
  const session = await pair.watch('a');
  if (session === null) throw new BlockedError(`${pair.endpoints.a.label}: cannot be reached any more`);
  const structure = await readStructure(session, database);
  const fingerprint = fingerprintStructure(structure);
  return { fingerprint, database, batches: [], refusals: [], before: structure, after: structure };
}
