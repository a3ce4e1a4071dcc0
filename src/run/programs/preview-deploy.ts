/** `dbshift procs deploy --dry-run`: what a deploy would do now. Takes no lock and writes nothing on the pair. */
import type { Config } from '../../config/config.js';
import { connectPair } from '../connect-pair.js';
import { prepareRun } from '../engine-ports.js';
import { settingsIfAny } from '../migration-settings-if-any.js';
import { withNamedPrivileges } from '../name-privileges.js';
import type { RunOptions } from '../run-options.js';
import type { DeployEvent } from './deploy-event.js';
import { refuseHalfDone } from './half-done-deploy.js';
import { checked, refuseOpenRun, steadyActive } from './may-deploy.js';
import { announce, orderDeploy, type Wish } from './order-deploy.js';

/** Throws as a deploy does, and BlockedError where another one is half done. */
export async function* previewDeploy(
  config: Config,
  { names, prune, signal: stop }: Pick<Wish, 'names' | 'prune'> & Pick<RunOptions, 'signal'>,
): AsyncGenerator<DeployEvent, void> {
  const settings = await settingsIfAny(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = prepareRun(config, settings, pair);
    await withNamedPrivileges(run, 'migrate', () => run.journal.reload());
    refuseOpenRun(run);
    await refuseHalfDone(run);
    const active = await steadyActive(run);
    yield* checked(run);
    const { changes } = yield* orderDeploy({ run, active }, { names, prune, mayUsePassive: false, stop });
    yield* announce({ run, active }, { command: 'deploy', changes }, true);
  } finally {
    await close();
  }
}
