/** `dbshift schema dump`: what plans need of the pair, for places that cannot reach it. Reads only. */
import type { Config } from '../config/config.js';
import { RefusedError } from '../errors.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import type { Structure } from '../plan/structure.js';
import { keepsRowsElsewhere } from '../workspace/copy-structure.js';
import { withPair } from './connect-pair.js';
import { prepareRun } from './engine-ports.js';
import { liveSource } from './live-source.js';
import { schemaText } from './schema-file.js';

/** Throws BlockedError when a side cannot be reached, or when both sides differ; RefusedError as `refuseRemote`. */
export async function dumpSchema(config: Config): Promise<string> {
  const settings = await readMigrationSettings(config);
  return withPair(config, 'all', async pair => {
    const source = await liveSource(prepareRun(config, settings, pair), { mayUsePassive: false });
    const basis = await source.read();
    refuseRemote(basis.original.structure);
    return schemaText({ recorded: source.recorded, basis });
  });
}

/** The definition of such a table may hold a password, and no workspace can have the table. */
function refuseRemote({ tables }: Structure): void {
  const remote = Object.values(tables).filter(keepsRowsElsewhere);
  if (remote.length === 0) return;
  throw new RefusedError('a schema file cannot hold tables whose rows are elsewhere', {
    findings: remote.map(({ name, engine }) => ({
      id: 'remote-table',
      where: name,
      message: `its engine is ${engine}: the definition may hold a password`,
      hint: 'move it to a database of its own',
    })),
  });
}
