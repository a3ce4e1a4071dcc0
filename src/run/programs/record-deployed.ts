/** Writes down what a run brought of stored programs, so that `procs history` and `procs rollback` know of it. */
import type { RunEvent } from '../../engine/event.js';
import { ShiftError } from '../../errors.js';
import { openDeployJournal } from '../../journal/deploy-journal.js';
import type { Plan } from '../../plan/plan.js';
import { programsOf } from '../../plan/programs-of.js';
import type { DeployEntry } from '../../programs/deploy-record.js';
import type { Run } from '../engine-ports.js';
import { whoAmI } from '../who-am-i.js';

/** Passes on what happens. The run has reached its goal then, so what cannot be written is only told. */
export async function* recordingPrograms(
  run: Run,
  plan: Plan | null,
  events: AsyncIterable<RunEvent>,
): AsyncGenerator<RunEvent, void> {
  for await (const event of events) {
    if (event.type === 'goal' && programsOf(plan).length > 0) yield* record(run, event, plan);
    yield event;
  }
}

async function* record(
  { pair, config }: Run,
  { view }: Extract<RunEvent, { readonly type: 'goal' }>,
  plan: Plan | null,
): AsyncGenerator<RunEvent, void> {
  const { database } = config;
  const begin = { kind: 'begin', command: 'deploy', by: whoAmI(), active: view.active, database } as const;
  const programs = programsOf(plan).map(
    ({ kind, name, where, before, after, grants }): DeployEntry => ({
      kind: 'program',
      change: {
        ...{ kind, name, after, grants, before: { a: before, b: before } },
        ...(where === undefined ? {} : { where }),
      },
    }),
  );
  try {
    // At once: between a beginning and its end it would look like one that died.
    await openDeployJournal(pair.watch).begin([begin, ...programs, { kind: 'end', outcome: 'done' }]);
  } catch (error) {
    if (!(error instanceof ShiftError)) throw error;
    const message = `the programs are deployed, and their history does not know: ${error.message}`;
    yield { type: 'warnings', findings: [{ id: 'history-not-written', where: 'dbshift.deploys', message }] };
  }
}
