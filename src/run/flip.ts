/** `dbshift flip`: the planned role switch alone, by the same rules. */
import type { Config } from '../config/config.js';
import type { RunEvent } from '../engine/event.js';
import { BlockedError } from '../errors.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import type { Intent } from '../pair/facts.js';
import { otherSide, type Side } from '../pair/side.js';
import { viewOf } from '../pair/view.js';
import { againWhilePaused } from './again-while-paused.js';
import { checkPair } from './check-pair.js';
import { connectPair } from './connect-pair.js';
import { convergeRun } from './converge-run.js';
import { enginePorts, prepareRun, type Run } from './engine-ports.js';
import { giveWritesBack } from './give-writes-back.js';
import { withNamedPrivileges } from './name-privileges.js';
import { noteBoots, readBoots } from './note-boots.js';
import { approval, assertSameIntent, type OpenRun, openRun } from './open-run.js';
import { refuseHalfDone } from './programs/half-done-deploy.js';
import { queueForLock } from './queue-for-lock.js';
import { leaving, type RunOptions } from './run-options.js';
import { startLeftStopped } from './stopped-applier.js';
import { withHooks } from './with-hooks.js';

export type FlipOptions = RunOptions & {
  /** The side that shall be active; the passive one where it is not given. */
  readonly to?: Side;
};

export function flip(config: Config, options: FlipOptions): AsyncGenerator<RunEvent, void> {
  return withHooks(
    config,
    'flip',
    againWhilePaused(() => flipOnce(config, options)),
  );
}

async function* flipOnce(config: Config, options: FlipOptions): AsyncGenerator<RunEvent, void> {
  const settings = await readMigrationSettings(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = { ...prepareRun(config, settings, pair), ...leaving(options) };
    yield* queueForLock(run, { ...options, goal: 'flip' });
    await withNamedPrivileges(run, 'flip', () => run.journal.reload());
    if (!(yield* giveWritesBack(run))) return;
    await startLeftStopped(run);
    await refuseHalfDone(run);
    const { intent: open, rollingBack } = await run.journal.reload();
    if (open !== null) assertSameFlip({ intent: open, rollingBack }, options.to);
    const warnings = await checkPair(run, {
      goal: 'flip',
      resuming: open !== null,
      accepted: options.accept ?? [],
    });
    if (warnings.length > 0) yield { type: 'warnings', findings: warnings };
    const intent = open ?? (await openFlip(run, options.to));
    if (intent === null) return yield* alreadyThere(run);
    yield { type: 'opened', runId: intent.runId, goal: 'flip', resumed: open !== null };
    await noteBoots(run.journal, await readBoots(pair));
    yield* convergeRun(run, { ...options, said: options.yes ? [approval()] : [] });
  } finally {
    await close();
  }
}

/** An open flip goes where it was begun for. Throws BlockedError when another side is asked for now. */
function assertSameFlip(run: OpenRun, to: Side | undefined): void {
  const { intent: open } = run;
  assertSameIntent(run, 'flip', []);
  if (to === undefined || to === open.wantActive) return;
  throw new BlockedError(`run ${open.runId} (flip to ${open.wantActive}) is still open`, {
    hint: `finish it first: \`dbshift flip --to ${open.wantActive}\`; then flip to ${to}`,
  });
}

/** Null when the wanted side is active already: then nothing is written down. */
async function openFlip(run: Run, to: Side | undefined): Promise<Intent | null> {
  const { pointer } = await enginePorts(run).observe(null, false);
  const active = pointer.kind === 'names' ? pointer.side : 'a';
  const wantActive = to ?? otherSide(active);
  if (wantActive === active) return null;
  return openRun(run.journal, {
    goal: 'flip',
    plan: null,
    wantActive,
    pauseAt: 'never',
    sqlMode: '',
    knexId: 0,
    knexBatch: 0,
    replicas: [],
  });
}

async function* alreadyThere(run: Run): AsyncGenerator<RunEvent, void> {
  const ports = enginePorts(run);
  yield { type: 'goal', view: viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits) };
}
