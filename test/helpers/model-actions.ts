/** What each action does to a `ModelPair`, statement by statement, behind the same guards as the real one. */
import type { Action } from '../../src/engine/action.js';
import type { Report } from '../../src/engine/ports.js';
import { inWindow } from '../../src/engine/predicates.js';
import { BlockedError, FailedError, OutcomeUnknownError } from '../../src/errors.js';
import type { ChangedSetting } from '../../src/pair/facts.js';
import { enabledEvents, nameOf } from '../../src/pair/scheduled-event.js';
import { otherSide, type Side, sides } from '../../src/pair/side.js';
import type { View } from '../../src/pair/view.js';
import type { PlannedMigration } from '../../src/plan/plan.js';
import { programKey } from '../../src/programs/program.js';
import type { ModelPair } from './model-pair.js';
import { fingerprintOf } from './model-plan.js';
import { type ModelRunner, modelLimits } from './model-runner.js';

type Order = { readonly action: Action; readonly view: View; readonly report: Report };

/** A wait gives up after so long; then the engine looks again. */
const waitSliceMs = 5000;
const statementMs = 400;
const verifyMs = 300;

export async function performOn(runner: ModelRunner, { action, view, report }: Order): Promise<void> {
  const { pair } = runner;
  switch (action.do) {
    case 'hold-applier':
      return runner.act(action.side, () => pair[action.side].hold());
    case 'start-replication':
      return runner.act(action.side, () => pair.startReplication(action.side));
    case 'set-conversions':
      return setConversions(runner, action.side, action.conversions.join(','));
    case 'restore-setting':
      return restore(runner, action.setting);
    case 'unlock-privileged':
    case 'close-writes':
      return runner.act(action.side, () => pair.closeWrites(action.side));
    case 'run-batch':
      return runBatch(runner, action, report);
    case 'wait-applied':
      return waitApplied(runner, action);
    case 'verify':
      return verify(runner, view);
    case 'fence':
      return fence(runner, action.side);
    case 'open-writes':
      return action.why === 'promote' ? promote(runner, action.side) : unfence(runner, action.side);
    case 'move-pointer':
      return movePointers(runner, action.to);
    case 'turn-events':
      return turnEvents(runner, action);
    case 'end-sessions':
      return runner.act(action.side, () => pair.endSessions(action.side));
    default: {
      const never: never = action;
      return never;
    }
  }
}

async function setConversions(runner: ModelRunner, side: Side, value: string): Promise<void> {
  await runner.act(side, () => runner.pair[side].stopApplier());
  await runner.act(side, () => {
    runner.pair[side].conversions = value;
  });
}

async function restore(runner: ModelRunner, { side, name, old }: ChangedSetting): Promise<void> {
  if (name === 'conversions') return setConversions(runner, side, old);
  await runner.act(side, () => {
    const server = runner.pair[side];
    if (name === 'ddl-progress') return;
    if (name === 'knex-lock') {
      if (server.superReadOnly) throw guarded(runner.pair, `${side} is locked`);
      server.knexLocked = false;
    } else {
      if (!server.readOnly) runner.pair.hazard(`${side} was locked while it is the one that accepts writes`);
      server.readOnly = true;
      server.superReadOnly = true;
    }
  });
}

type Batch = Extract<Action, { readonly do: 'run-batch' }>;

async function runBatch(runner: ModelRunner, { side, index, how }: Batch, report: Report): Promise<void> {
  const { pair } = runner;
  const server = pair[side];
  await runner.act(side, () => {
    if (how === 'leg' ? !server.readOnly : server.readOnly)
      throw guarded(pair, `${side}: not the state for a ${how}`);
    if (how === 'leg' && server.applier === 'running') pair.hazard(`a leg ran on ${side} while it applies`);
    if (how !== 'leg' && pair.pointers[0]?.side !== side)
      pair.hazard(`${side} got a change, but is not active`);
  });
  for (const each of sides) {
    await runner.act(each, () => {
      if (pair[each].superReadOnly) throw guarded(pair, `${each} is locked`);
      pair[each].knexLocked = true;
    });
  }
  const batch = runner.ports.journal.facts().intent?.plan?.batches[index];
  for (const migration of batch?.migrations ?? []) {
    if (migration.takesBack !== undefined) await takeBack(runner, side, migration);
    else if (!server.recorded.includes(migration.name)) await runMigration(runner, { side, migration, how });
    report({ what: migration.name, share: null, etaMs: null });
  }
  for (const key of (batch?.programs ?? []).map(programKey)) await bring(runner, { side, key, how });
}

type Bringing = { readonly side: Side; readonly key: string; readonly how: Batch['how'] };

/** By a DROP and a CREATE where nothing replaces a program. */
async function bring(runner: ModelRunner, { side, key, how }: Bringing): Promise<void> {
  const { pair } = runner;
  const server = pair[side];
  if (server.programs[key] === 'now') return;
  for (const found of pair.options.flavor === 'mysql' ? (['missing', 'now'] as const) : (['now'] as const))
    await runner.act(side, () => {
      if (how === 'leg' && !server.readOnly) pair.hazard(`${side} lost a program that callers need`);
      if (how === 'leg') server.setProgram(key, found);
      else server.write({ kind: 'program', key, found });
    });
}

type Part = { readonly side: Side; readonly migration: PlannedMigration; readonly how: Batch['how'] };

async function runMigration(runner: ModelRunner, { side, migration, how }: Part): Promise<void> {
  const { pair, ports } = runner;
  const server = pair[side];
  const { name, statements } = migration;
  for (const [statement] of how === 'data' ? [] : statements.entries()) {
    const change = pair.plan.changeOf(name, statement);
    if (change !== null && server.changes.includes(change)) continue;
    await ports.journal.append({ kind: 'sent', side, migration: name, statement });
    await runner.act(side, () => alter(runner, { side, change, how }), { ms: statementMs });
    await ports.journal.append({ kind: 'acknowledged', side, migration: name, statement });
  }
  await runner.act(side, () => {
    if (how === 'leg') server.record(name);
    else server.write({ kind: 'row', id: name, records: name });
  });
}

/** Each statement of a way back names the change that it undoes; one that is undone already is left out. */
async function takeBack(
  runner: ModelRunner,
  side: Side,
  { name, statements, takesBack = [] }: PlannedMigration,
): Promise<void> {
  const { pair, ports } = runner;
  for (const [statement, { sql: change }] of statements.entries()) {
    if (!pair[side].changes.includes(change)) continue;
    await ports.journal.append({ kind: 'sent', side, migration: name, statement });
    const undo = () => {
      if (!pair[side].readOnly) pair.hazard(`a way back ran on ${side}, which accepts writes`);
      if (pair[side].applier === 'running') pair.hazard(`a way back ran on ${side} while it applies`);
      pair[side].alter(change, true);
    };
    await runner.act(side, undo, { ms: statementMs });
    await ports.journal.append({ kind: 'acknowledged', side, migration: name, statement });
  }
  await runner.act(side, () => pair[side].forget(takesBack));
}

type Alteration = { readonly side: Side; readonly change: string | null; readonly how: Batch['how'] };

/** The server itself refuses a change that it has already, and a DDL of a leg is never binlogged. */
function alter({ pair }: ModelRunner, { side, change, how }: Alteration): void {
  const server = pair[side];
  if (how === 'leg' && !server.readOnly) pair.hazard(`a leg ran on ${side}, which accepts writes`);
  if (change === null) return;
  if (server.changes.includes(change)) throw new FailedError(`${side}: 1060 duplicate column`);
  if (how === 'leg') server.alter(change);
  else server.write({ kind: 'ddl', change, drops: false });
}

type Wait = Extract<Action, { readonly do: 'wait-applied' }>;

async function waitApplied(runner: ModelRunner, { side, why }: Wait): Promise<void> {
  const { pair } = runner;
  const [forMs, pollMs] = why === 'drain' ? [modelLimits.drainMs, 20] : [waitSliceMs, 100];
  const target = await runner.act(otherSide(side), () => pair[otherSide(side)].executedSet);
  const until = pair.clock.now() + forMs;
  while (!(await runner.act(side, () => pair[side].executedSet)).contains(target)) {
    if (pair.clock.now() > until) return;
    pair.clock.advance(pollMs);
  }
}

/** Compares what both sides have applied; between the legs the passive must stand exactly where the plan says. */
async function verify(runner: ModelRunner, view: View): Promise<void> {
  const { pair } = runner;
  const { active, passive, current } = view;
  await runner.act(
    passive,
    () => {
      const planned = inWindow(view) ? current?.structureBefore : current?.structureAfter;
      const expected = planned ?? fingerprintOf(pair[active].changes);
      const problems = pair.differences().filter(problem => problem.startsWith('w'));
      if (fingerprintOf(pair[passive].changes) !== expected)
        problems.push('structure is not the planned one');
      if (problems.length > 0) throw new FailedError(`verify: ${problems.join(', ')}`);
      pair.proof = proofOf(runner);
    },
    { ms: verifyMs },
  );
}

function proofOf({ pair }: ModelRunner): string {
  const { a, b } = pair;
  return JSON.stringify([a.changes, a.bootedAt, b.changes, b.bootedAt, pair.pointers[0]?.side]);
}

async function fence(runner: ModelRunner, side: Side): Promise<void> {
  const { pair } = runner;
  const server = pair[side];
  for (const pointer of pair.pointers) {
    if (!pointer.readable || pointer.side !== side) throw guarded(pair, 'a pointer does not name the active');
  }
  const events = enabledEvents(server.events);
  await turnEvents(runner, { side, turn: 'off', events });
  try {
    await close(runner, side);
  } catch (error) {
    if (!(error instanceof OutcomeUnknownError)) await turnEvents(runner, { side, turn: 'on', events });
    throw error;
  }
}

async function close(runner: ModelRunner, side: Side): Promise<void> {
  const { pair, ports } = runner;
  const server = pair[side];
  await ports.journal.append({ kind: 'flip', from: side, to: otherSide(side), at: pair.clock.now() });
  await runner.act(side, () => {
    if (pair.fenceTimeouts-- > 0) throw new FailedError(`${side}: 1205 lock wait timeout`);
    if (pair.proof !== proofOf(runner)) pair.hazard(`${side} was fenced without a proof`);
    if (enabledEvents(server.events).length > 0) pair.hazard(`${side} was fenced while its events are on`);
    server.readOnly = true;
    if (pair.options.flavor === 'mysql') server.superReadOnly = true;
    else server.readLock = true;
  });
}

type Turned = Omit<Extract<Action, { readonly do: 'turn-events' }>, 'do'>;

/** One statement each, as they are now: what changed since the look is left alone. */
async function turnEvents(runner: ModelRunner, { side, turn, events }: Turned): Promise<void> {
  const { pair } = runner;
  for (const name of events.map(nameOf)) {
    await runner.act(side, () => {
      if (turn === 'on' && pair[side].readOnly) throw guarded(pair, `${side} refuses writes`);
      const now = pair[side].events.find(event => nameOf(event) === name);
      if (now?.status === (turn === 'on' ? 'asleep' : 'enabled')) pair.turnEvent(side, name, turn);
    });
  }
}

async function promote(runner: ModelRunner, side: Side): Promise<void> {
  const { pair } = runner;
  const active = otherSide(side);
  const target = await runner.act(active, () => {
    if (!pair[active].readOnly) throw guarded(pair, `${active} accepts writes`);
    return pair[active].executedSet;
  });
  await runner.act(side, () => {
    if (!pair[side].executedSet.contains(target)) throw guarded(pair, `${side} has not applied everything`);
    if (pair[side].conversions !== pair.options.conversions)
      pair.hazard(`${side} was opened with conversions`);
    if (!pair.hasPromise(side)) pair.hazard(`${side} was promoted without a record`);
    pair.openWrites(side);
  });
  await runner.act(active, () => pair.releaseFence(active), { refusable: false });
}

async function unfence(runner: ModelRunner, side: Side): Promise<void> {
  const { pair } = runner;
  const other = otherSide(side);
  if (pair.reachable(other) && !pair[other].readOnly) throw guarded(pair, `${other} accepts writes`);
  await runner.act(side, () => pair.openWrites(side));
  if (runner.ports.journal.facts().flipFrom === other)
    await runner.act(other, () => pair.releaseFence(other));
}

function guarded(pair: ModelPair, what: string): BlockedError {
  pair.guards.push(what);
  return new BlockedError(what);
}

async function movePointers(runner: ModelRunner, to: Side): Promise<void> {
  const { pair } = runner;
  for (const [index, pointer] of pair.pointers.entries()) {
    if (!pointer.readable) throw new FailedError('a pointer cannot be read');
    if (pointer.side === to) continue;
    await runner.operation(
      null,
      () => {
        if (pointer.refusals > 0) {
          pointer.refusals--;
          throw new FailedError('a pointer refuses');
        }
        pair.movePointer(index, to);
      },
      {},
    );
  }
}
