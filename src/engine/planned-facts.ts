/** What the journal of a run would say when it begins, for a run that is only planned. Pure. */
import { type Facts, type Intent, noFacts } from '../pair/facts.js';
import type { Side } from '../pair/side.js';
import type { Plan } from '../plan/plan.js';

/** With every flip approved: a plan shows the whole way. `known` is what the journal says now. */
export function plannedFacts(plan: Plan, wantActive: Side | null, known: Facts = noFacts): Facts {
  const { intent: open } = known;
  const intent: Intent =
    open?.plan?.fingerprint === plan.fingerprint
      ? { ...open, pauseAt: 'never' }
      : intentOf(plan, wantActive, open);
  return { ...known, intent, approvedFlip: true, failedFlips: 0 };
}

function intentOf(plan: Plan, wantActive: Side | null, open: Intent | null): Intent {
  const takesBack = plan.batches.some(({ migrations }) =>
    migrations.some(migration => migration.takesBack !== undefined),
  );
  return {
    runId: 'planned',
    epoch: 0,
    goal: takesBack ? 'down' : 'migrate',
    plan,
    wantActive,
    pauseAt: 'never',
    startedAt: 0,
    sqlMode: '',
    knexId: 0,
    knexBatch: 0,
    replicas: plan.replicas ?? [],
    // The run ends the open one first, and puts back what that has changed.
    ...(open === null ? {} : { adopts: open.runId }),
  };
}
