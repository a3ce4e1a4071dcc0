/**
 * Brings one side to the end of a batch: in a leg (not binlogged, on the passive), directly (binlogged, on the
 * active), or as data. It sends the recorded statements and the bookkeeping rows, and nothing else; `up()` of a data
 * migration is the one exception. Statements that the side already has are skipped by looking at its structure.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../engine/ports.js';
import { FailedError, StoppedError } from '../errors.js';
import type { Flavor } from '../flavor/flavor.js';
import type { Journal } from '../journal/journal.js';
import { recordStatements, standsInKnexTable } from '../migrate/bookkeeping.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import { forgetStatements } from '../migrate/records-back.js';
import { oneLine } from '../one-line.js';
import type { Intent } from '../pair/facts.js';
import { lackingMigrations } from '../pair/progress.js';
import type { Place, ReplicaKey, Side } from '../pair/side.js';
import type { Level } from '../pair/state.js';
import type { Batch, CopiedTable, Plan, PlannedMigration, PlannedStatement } from '../plan/plan.js';
import type { Session } from '../server/connection.js';
import { errno } from '../server/errno.js';
import { isErrno, ServerError } from '../server/server-error.js';
import { bringPlanned } from './bring-planned.js';
import { withDdlProgress } from './ddl-progress.js';
import { prepareSession, resetSession } from './leg-session.js';
import { lockWaiters } from './lock-waiters.js';
import { resumePoint } from './resume-point.js';
import { cancelledStatement, refuseWhenOver, sendOrLeave } from './send-or-leave.js';
import type { StatementMeter } from './statement-meter.js';

export type BatchRun = {
  readonly side: Side;
  /** The server below that side which is meant instead. */
  readonly replica?: ReplicaKey;
  readonly how: 'leg' | 'direct' | 'data';
  readonly batch: Batch;
  readonly intent: Intent;
  readonly plan: Plan;
  /** The lock session of the side: it sends every statement. */
  readonly control: Session;
  /** Another session of the side, to look with while the first is busy. */
  readonly watch: Session;
  readonly flavor: Flavor;
  readonly settings: MigrationSettings;
  readonly journal: Journal;
  /** Level of the side by a look just before. */
  readonly level: Level;
  /** How long a DDL waits for its metadata lock, in whole seconds, and how often it is tried. */
  readonly lockWaitSeconds: number;
  readonly attempts: number;
  readonly report: Report;
  readonly measure: StatementMeter;
  /** Aborted when a DDL is not waited for any more: it goes on in the server. */
  readonly leave?: AbortSignal;
  /** Runs the JavaScript of a data migration on `control`, inside the transaction that is open there. */
  runData(migration: PlannedMigration): Promise<void>;
  /** Fetches the rows of a table from the other side, as it is at the place where this one then stands. */
  copyTable(copied: CopiedTable): Promise<void>;
};

/** Throws FailedError with file, line, statement and the server's words when a statement fails. */
export async function runBatch(run: BatchRun): Promise<void> {
  try {
    await runMigrations(run);
    await bringPlanned(run);
  } finally {
    if (run.control.isOpen()) await resetSession(run);
  }
}

async function runMigrations(run: BatchRun): Promise<void> {
  let before = run.batch.structureBefore;
  let now = run.level.structure;
  const lacking = lackingMigrations(run.batch, run.level);
  for (const migration of run.batch.migrations) {
    const after = migration.statements.at(-1)?.structureAfter ?? before;
    if (lacking.includes(migration)) {
      // Anew for each: what one file set must not reach the next.
      await prepareSession(run);
      if (run.how === 'data') await runDataMigration(run, migration);
      else await runMigration(run, migration, { before, now });
      now = after;
    }
    before = after;
  }
}

type Structures = { readonly before: string; readonly now: string };

async function runMigration(
  run: BatchRun,
  migration: PlannedMigration,
  { before, now }: Structures,
): Promise<void> {
  const begun = { ...placeOf(run), migration, before, now, records: run.journal.records() };
  const from = resumePoint(begun);
  // Session variables of the file hold for the statements after them, also when the first ones are already done.
  for (const [index, statement] of migration.statements.entries()) {
    if (statement.kind === 'session' || (statement.kind === 'ddl' && index >= from)) {
      await runStatement(run, { migration, statement, index });
    }
  }
  const rows = migration.statements.filter(({ kind }) => kind === 'rows');
  await inTransaction(run.control, async () => {
    for (const statement of rows) await sendPlanned(run, statement);
    await recordMigration(run, migration);
  });
}

async function runDataMigration(run: BatchRun, migration: PlannedMigration): Promise<void> {
  const { control } = run;
  await inTransaction(control, async () => {
    await control.send(`SAVEPOINT ${wholeMigration}`);
    if (migration.kind === 'sql')
      for (const statement of migration.statements) await sendPlanned(run, statement);
    else await run.runData(migration);
    await assertWhole(control, migration);
    await recordMigration(run, migration);
  });
}

const wholeMigration = 'dbshift_migration';

/**
 * A server that rolled the transaction back by itself (a deadlock) has taken this savepoint with it: a script that
 * handled the error must not be recorded as done.
 */
async function assertWhole(control: Session, { name }: PlannedMigration): Promise<void> {
  try {
    await control.send(`RELEASE SAVEPOINT ${wholeMigration}`);
  } catch (error) {
    if (!isErrno(error, errno.noSavepoint)) throw error;
    throw new FailedError(`${name}: the server rolled its transaction back while it ran`, {
      hint: 'look whether rows of it are there all the same, then run the same command again',
      cause: error,
    });
  }
}

async function recordMigration(
  { control, plan, intent, settings }: BatchRun,
  migration: PlannedMigration,
): Promise<void> {
  if (migration.takesBack !== undefined) {
    for (const sql of forgetStatements(migration.takesBack, settings)) await control.send(sql);
    return;
  }
  const stamp = {
    knexId: knexIdOf(plan, intent, settings, migration),
    batch: intent.knexBatch,
    time: intent.startedAt,
  };
  for (const sql of recordStatements(migration, stamp, settings)) await control.send(sql);
}

/** Ids are counted through the plan, so that both sides get the same ones whatever was skipped. */
function knexIdOf(
  plan: Plan,
  intent: Intent,
  settings: MigrationSettings,
  migration: PlannedMigration,
): number {
  const names = plan.batches.flatMap(({ migrations }) => migrations.map(({ name }) => name));
  return intent.knexId + names.filter(name => standsInKnexTable(name, settings)).indexOf(migration.name);
}

type Numbered = {
  readonly migration: PlannedMigration;
  readonly statement: PlannedStatement;
  readonly index: number;
};

async function runStatement(run: BatchRun, { migration, statement, index }: Numbered): Promise<void> {
  refuseWhenOver(run.leave, run.replica ?? run.side);
  if (statement.copies !== undefined) {
    await run.copyTable(statement.copies);
    await prepareSession(run);
  }
  const mark = { ...placeOf(run), migration: migration.name, statement: index };
  const measurement = await run.measure(statement);
  await run.journal.append({ kind: 'sent', ...mark });
  let ms: number;
  try {
    ms = await sendPlanned(run, statement);
  } catch (error) {
    // An error is an answer too. Where it did not come from the server, nobody knows whether the statement was done.
    const told = error instanceof FailedError || error instanceof StoppedError;
    const answered = told && error.cause instanceof ServerError;
    if (answered) await run.journal.append({ kind: 'refused', ...mark }).catch(() => undefined);
    throw error;
  }
  const cost = await measurement(ms);
  await run.journal.append({ kind: 'acknowledged', ...mark, ...(cost === null ? {} : { cost }) });
}

const betweenAttemptsMs = 500;
const swapAttempts = 20;

/** How many ms it took. A DDL that does not get its lock is tried again: it has changed nothing. */
async function sendPlanned(run: BatchRun, statement: PlannedStatement): Promise<number> {
  // The rows that were copied for it would have to be copied again.
  const attempts = statement.copies === undefined ? run.attempts : Math.max(run.attempts, swapAttempts);
  for (let attempt = 1; ; attempt++) {
    const begun = performance.now();
    try {
      await withDdlProgress({ ...run, what: oneLine(statement.sql, 100) }, () =>
        statement.kind === 'ddl'
          ? sendOrLeave(run.control, statement.sql, run.leave)
          : run.control.send(statement.sql).then(() => undefined),
      );
      return performance.now() - begun;
    } catch (error) {
      const waited = isErrno(error, errno.lockWaitTimeout) && statement.kind === 'ddl';
      if (waited && attempt < attempts) {
        // Every write to the table waited as long: let them through before the next try.
        await sleep(attempt * betweenAttemptsMs);
        continue;
      }
      throw await failedStatement(run, statement, error);
    }
  }
}

function placeOf({ side, replica }: BatchRun): Place {
  return replica === undefined ? { side } : { side, replica };
}

async function failedStatement(
  { control, watch, flavor, side, replica }: BatchRun,
  statement: PlannedStatement,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof ServerError) || error.errno === null) return error;
  if (isErrno(error, errno.queryInterrupted) && statement.kind === 'ddl')
    return cancelledStatement(statement, { where: replica ?? side, cause: error });
  const holders = isErrno(error, errno.lockWaitTimeout)
    ? await lockWaiters(watch, flavor, control.threadId)
    : [];
  return new FailedError(
    `${statement.file}:${statement.line}: failed on ${replica ?? side}: ${error.errno} ${error.serverText}`,
    {
      hint: [
        `statement: ${statement.sql}`,
        ...(holders.length > 0 ? [`the table is in use by ${holders.join(', ')}`] : []),
      ].join('\n'),
      cause: error,
    },
  );
}

async function inTransaction(session: Session, work: () => Promise<void>): Promise<void> {
  await session.send('START TRANSACTION');
  try {
    await work();
    await session.send('COMMIT');
  } catch (error) {
    if (session.isOpen()) await session.send('ROLLBACK');
    throw error;
  }
}
