/**
 * Writes down what a run brought of stored programs, so that `procs history` and `procs rollback` know of it. Before the
 * run is closed: where a command dies in between, the next one finds the run open, and writes it down if that is missing.
 */
import type { RunEvent } from '../../engine/event.js';
import { ShiftError } from '../../errors.js';
import { openDeployJournal } from '../../journal/deploy-journal.js';
import type { Intent } from '../../pair/facts.js';
import { otherSide, type Side } from '../../pair/side.js';
import { programsOf } from '../../plan/programs-of.js';
import { type DeployEntry, deploysOf } from '../../programs/deploy-record.js';
import type { PlannedProgram } from '../../programs/planned-program.js';
import { programTitle } from '../../programs/program.js';
import type { Run } from '../engine-ports.js';
import { whoAmI } from '../who-am-i.js';
import { goneAsOver } from './find-over.js';
import { readByKey } from './visible-programs.js';
import { withOpenPassive } from './with-open-passive.js';

/** What cannot be written is only told: the run has reached its goal. Events that are not there, being over, are named. */
export async function* recordDeployed(
  run: Run,
  { plan, runId }: Intent,
  active: Side,
): AsyncGenerator<RunEvent, void> {
  const programs = programsOf(plan);
  if (programs.length === 0) return;
  yield* tellOver(run, programs, active);
  const { database } = run.config;
  const begun = { command: 'deploy', by: whoAmI(), active, database, run: runId } as const;
  const deploys = openDeployJournal(run.pair.watch);
  try {
    // While a run is open no other deploy begins.
    if (deploysOf(await deploys.newest()).at(-1)?.run === runId) return;
    // At once: between a beginning and its end it would look like one that died.
    const entries: readonly DeployEntry[] = [
      { kind: 'begin', ...begun },
      ...programs.map(entryOf),
      { kind: 'end', outcome: 'done' },
    ];
    await withOpenPassive(run, otherSide(active), () => deploys.begin(entries));
  } catch (error) {
    if (!(error instanceof ShiftError)) throw error;
    const message = `the programs are deployed, and their history does not know: ${error.message}`;
    yield { type: 'warnings', findings: [{ id: 'history-not-written', where: 'dbshift.deploys', message }] };
  }
}

/** Their batch may have had nothing left to do: nobody else would say so. */
async function* tellOver(
  { pair, config }: Run,
  changes: readonly PlannedProgram[],
  active: Side,
): AsyncGenerator<RunEvent, void> {
  const session = pair.control(active);
  const found = await readByKey(session, config.database);
  const over = await goneAsOver(session, { changes, found });
  if (over.length === 0) return;
  const message = `is over by the clock of ${session.label}: it is not made, and counts as there`;
  const findings = over.map(id => ({ id: 'event-over', where: programTitle(id), message }));
  yield { type: 'warnings', findings };
}

function entryOf({ kind, name, where, before, after, grants }: PlannedProgram): DeployEntry {
  const change = { ...{ kind, name, after, grants, before: { a: before, b: before } } };
  return { kind: 'program', change: where === undefined ? change : { ...change, where } };
}
