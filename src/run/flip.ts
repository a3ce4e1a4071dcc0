/** `dbshift flip`: the planned role switch alone, by the same rules. */
import type { Config } from '../config/config.js';
import type { RunEvent } from '../engine/event.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import { otherSide, type Side } from '../pair/side.js';
import { viewOf } from '../pair/view.js';
import { checkPair } from './check-pair.js';
import { connectPair } from './connect-pair.js';
import { enginePorts, prepareRun, type Run } from './engine-ports.js';
import { convergeRun } from './migrate.js';
import { approve, assertSameIntent, openRun } from './open-run.js';

export type FlipOptions = {
  /** The side that shall be active; the passive one where it is not given. */
  readonly to?: Side;
  readonly yes: boolean;
  readonly awaitApproval: boolean;
  readonly signal: AbortSignal;
};

export async function* flip(config: Config, options: FlipOptions): AsyncGenerator<RunEvent, void> {
  const settings = await readMigrationSettings(config);
  const { pair, close } = await connectPair(config);
  try {
    const run = prepareRun(config, settings, pair);
    await pair.lock();
    const open = (await run.journal.reload()).intent;
    if (open !== null) assertSameIntent(open, 'flip', []);
    const warnings = await checkPair(run, { goal: 'flip', resuming: open !== null });
    if (warnings.length > 0) yield { type: 'warnings', findings: warnings };
    if (open === null && !(await openFlip(run, options.to))) return yield* alreadyThere(run);
    if (options.yes) await approve(run);
    yield* convergeRun(run, options);
  } finally {
    await close();
  }
}

/** False when the wanted side is active already: then nothing is written down. */
async function openFlip(run: Run, to: Side | undefined): Promise<boolean> {
  const { pointer } = await enginePorts(run).observe(null, false);
  const active = pointer.kind === 'names' ? pointer.side : 'a';
  const wantActive = to ?? otherSide(active);
  if (wantActive === active) return false;
  await openRun(run.journal, {
    goal: 'flip',
    plan: null,
    wantActive,
    pauseAt: 'never',
    sqlMode: '',
    knexId: 0,
    knexBatch: 0,
  });
  return true;
}

async function* alreadyThere(run: Run): AsyncGenerator<RunEvent, void> {
  const ports = enginePorts(run);
  yield { type: 'goal', view: viewOf(await ports.observe(null, false), run.journal.facts(), ports.limits) };
}
