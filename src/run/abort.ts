/**
 * `dbshift abort`: brings the passive back to what the active has. The open run is replaced by another one, whose plan
 * is one leg of the passive alone; the rules that run a second leg run this one, because it is one: the active has
 * the structure, the passive has not.
 */
import type { Config } from '../config/config.js';
import type { RunEvent } from '../engine/event.js';
import { viewOf } from '../pair/view.js';
import { againWhilePaused } from './again-while-paused.js';
import { checkPair } from './check-pair.js';
import { connectPair } from './connect-pair.js';
import { convergeRun } from './converge-run.js';
import { enginePorts, prepareRun, type Run } from './engine-ports.js';
import { giveWritesBack } from './give-writes-back.js';
import { settingsIfAny } from './migration-settings-if-any.js';
import { withNamedPrivileges } from './name-privileges.js';
import { noteBoots, readBoots } from './note-boots.js';
import { dropLeftCopy, openWayBack } from './open-way-back.js';
import { queueForLock } from './queue-for-lock.js';
import { leaving, type RunOptions } from './run-options.js';
import { startLeftStopped } from './stopped-applier.js';
import { compareReplicas } from './take-up-run.js';
import { withHooks } from './with-hooks.js';

export type AbortOptions = Pick<RunOptions, 'signal' | 'leave' | 'lockTimeoutMs'>;

/** Runs until the goal, a block or an error. Throws ShiftError; the same command goes on from what it leaves. */
export function abort(config: Config, options: AbortOptions): AsyncGenerator<RunEvent, void> {
  return withHooks(
    config,
    'abort',
    againWhilePaused(() => abortOnce(config, options)),
  );
}

async function* abortOnce(config: Config, options: AbortOptions): AsyncGenerator<RunEvent, void> {
  const settings = await settingsIfAny(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = { ...prepareRun(config, settings, pair), ...leaving(options) };
    yield* queueForLock(run, { ...options, goal: 'abort' });
    await withNamedPrivileges(run, 'abort', () => run.journal.reload());
    if (!(yield* giveWritesBack(run))) return;
    await startLeftStopped(run);
    const open = (await run.journal.reload()).intent;
    if (open === null) return yield* nothingOpen(run);
    yield* compareReplicas(run, open);
    const warnings = await checkPair(run, { goal: 'abort', resuming: true });
    if (warnings.length > 0) yield { type: 'warnings', findings: warnings };
    const intent = open.goal === 'abort' ? open : yield* openWayBack(run, open, 'abort');
    if (open === intent) await dropLeftCopy(run, open);
    if (intent.plan !== null)
      yield { type: 'planned', plan: intent.plan, runId: intent.runId, resumed: open === intent };
    await noteBoots(run.journal, await readBoots(pair));
    yield* convergeRun(run, { signal: options.signal });
  } finally {
    await close();
  }
}

/** Nothing to take back is no error: a pipeline may abort whatever it finds. */
async function* nothingOpen(run: Run): AsyncGenerator<RunEvent, void> {
  const ports = enginePorts(run);
  const view = viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits);
  const finding = { id: 'no-open-run', where: 'the pair', message: 'no run is open' };
  yield { type: 'warnings', findings: [finding] };
  yield { type: 'goal', view };
}
