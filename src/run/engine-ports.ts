/** The engine's ports on a real pair. */
import type { Config } from '../config/config.js';
import type { Ports } from '../engine/ports.js';
import { statements } from '../engine/statements.js';
import { type Journal, openJournal } from '../journal/journal.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import type { Intent } from '../pair/facts.js';
import { sides } from '../pair/side.js';
import type { View } from '../pair/view.js';
import { programsOf } from '../plan/programs-of.js';
import { openPointers } from '../pointer/open-pointers.js';
import type { Pointer } from '../pointer/pointer.js';
import type { PairSessions } from './connect-pair.js';
import { describeBatch } from './describe-batch.js';
import { observePair, type Watched } from './observe-pair.js';
import { performer } from './perform.js';
import { type HookFacts, runHook } from './run-hook.js';
import { systemClock } from './system-clock.js';

/** Everything a command needs of a pair, made once. */
export type Run = {
  readonly config: Config;
  readonly settings: MigrationSettings;
  readonly pair: PairSessions;
  readonly pointers: readonly Pointer[];
  readonly watched: Watched;
  readonly journal: Journal;
  /** Aborted when a DDL is not waited for any more: see `send-or-leave.ts`. */
  readonly leave?: AbortSignal;
};

/** How often a pointer may refuse in one flip before it is given up. */
const repointAttempts = 3;

export function prepareRun(config: Config, settings: MigrationSettings, pair: PairSessions): Run {
  const pointers = openPointers(config);
  const journal = openJournal(pair.watch);
  const watched: Watched = {
    flavor: pair.flavor,
    database: config.database,
    settings,
    pointers,
    lagMs: config.limits.lagMs,
    watch: pair.watch,
    whyNot: pair.whyNot,
    replicas: pair.replicas,
    programs: () => programsOf(journal.facts().intent?.plan ?? null),
  };
  return { config, settings, pair, pointers, watched, journal };
}

export function enginePorts(run: Run): Ports {
  const { config, pair, journal, watched } = run;
  const { writePauseMs, flipAttempts, catchUpStallMs, proofMs } = config.limits;
  const { flipWindow = null } = config;
  return {
    observe: async (previous, quick) => {
      // Which programs belong to the run is written there: a look without them takes those of a leg for somebody's change.
      if (journal.unread().length === sides.length) await journal.glance();
      return observePair(watched, previous, quick);
    },
    perform: performer({ ...run, flavor: pair.flavor }),
    describe: action => [
      ...statements(action, pair.flavor, config.limits).map(({ side, sql }) => `${side}: ${sql}`),
      ...describeBatch(action, journal.facts().intent?.plan ?? null),
    ],
    journal,
    ...(config.hooks?.commands['before-flip'] === undefined
      ? {}
      : { mayFlip: view => runHook(config, 'before-flip', flipFacts(view, journal.facts().intent)) }),
    assertLocked: pair.assertLocked,
    clock: systemClock,
    limits: { writePauseMs, flipAttempts, repointAttempts, catchUpStallMs, proofMs, flipWindow },
  };
}

function flipFacts({ active, passive }: View, intent: Intent | null): HookFacts {
  const known = intent === null ? {} : { runId: intent.runId };
  return { goal: intent?.goal ?? 'flip', ...known, from: active, to: passive };
}
