/** Reads the status of a pair: one look, the journal, and what the rules would do next. Writes nothing. */
import type { Config } from '../config/config.js';
import { decide } from '../engine/decide.js';
import { readMigrationSettings } from '../migrate/knexfile.js';
import type { Facts, Intent } from '../pair/facts.js';
import { type EventStatus, isSameEvent, nameOf, type ScheduledEvent } from '../pair/scheduled-event.js';
import { otherSide, type Side, sideOf } from '../pair/side.js';
import type { PairState, ReplicaState } from '../pair/state.js';
import { type View, viewOf } from '../pair/view.js';
import { diffStructures } from '../plan/diff-structure.js';
import type { Pointer } from '../pointer/pointer.js';
import { describeHolder, readLockHolder } from '../server/advisory-lock.js';
import { readStructure } from '../server/catalog.js';
import { commandFor } from './command-name.js';
import { withPair } from './connect-pair.js';
import { enginePorts, prepareRun, type Run } from './engine-ports.js';
import { whyNoRollback } from './judge-rollback.js';
import { readHalfDone } from './programs/half-done-deploy.js';
import type { EventsStatus, ReplicaStatus, RollbackStatus, SideStatus, Status } from './status.js';

/** Throws when neither server can be reached; one that is down is part of the answer. */
export async function readStatus(config: Config): Promise<Status> {
  const settings = await readMigrationSettings(config);
  return withPair(config, 'any', async pair => {
    const run = prepareRun(config, settings, pair);
    const ports = enginePorts(run);
    // Before the look, which is told by it what belongs to the run.
    const facts = await run.journal.glance();
    const state = await ports.observe(null, false);
    const view = viewOf(state, facts, ports.limits);
    return {
      a: sideStatus(run, state, 'a'),
      b: sideStatus(run, state, 'b'),
      replicas: state.replicas.map(replica => replicaStatus(replica, state)),
      lagMs: state.lagMs,
      pointers: await Promise.all(run.pointers.map(pointer => pointerStatus(pointer, state))),
      differences: await readDifferences(run, state),
      deploy: await readDeploy(run),
      run:
        facts.intent === null
          ? null
          : { ...describeRun(facts.intent, facts, view), runner: await readRunner(run) },
    };
  });
}

async function readDeploy(run: Run): Promise<Status['deploy']> {
  const died = await readHalfDone(run);
  if (died === null) return null;
  const { command, by, at, changes } = died;
  const begunAt = `${at.slice(0, 19).replace(' ', 'T')}Z`;
  return {
    command: `procs ${command}`,
    by,
    begunAt,
    programs: changes.length,
    runner: await readRunner(run),
  };
}

function sideStatus({ config, pair }: Run, state: PairState, side: Side): SideStatus {
  const server = state[side];
  const address = config.servers[side].address;
  const where = 'socketPath' in address ? address.socketPath : `${address.host}:${address.port}`;
  if (!server.reachable) return { side, server: where, reachable: false, error: server.error };
  return {
    side,
    server: where,
    reachable: true,
    flavor: pair.flavor.label,
    role: roleOf(state, side),
    writable: server.writable,
    receiver: server.receiver,
    applier: server.applier,
    replicationError: server.replicationError,
    executed: server.executed.toString(),
    errant: errantOf(state, side),
    migrations: server.level.recorded.length,
    fingerprint: server.level.structure.slice(0, 12),
    ...(server.events.length === 0 ? {} : { events: eventsStatus(server.events) }),
  };
}

function eventsStatus(events: readonly ScheduledEvent[]): EventsStatus {
  const named = (wanted: EventStatus) => events.filter(({ status }) => status === wanted).map(nameOf);
  return { enabled: named('enabled'), asleep: named('asleep'), disabled: named('disabled') };
}

function replicaStatus({ key, server, near }: ReplicaState, state: PairState): ReplicaStatus {
  if (!server.reachable) return { replica: key, reachable: false, error: server.error };
  const { writable, receiver, applier, replicationError, executed, level } = server;
  const side = state[sideOf(key)];
  return {
    replica: key,
    reachable: true,
    writable,
    receiver,
    applier,
    replicationError,
    near,
    errant: side.reachable ? executed.minus(side.executed).toString() : '',
    sameStructure: side.reachable && side.level.structure === level.structure,
  };
}

function roleOf({ pointer }: PairState, side: Side): 'active' | 'passive' | 'unknown' {
  if (pointer.kind !== 'names') return 'unknown';
  return pointer.side === side ? 'active' : 'passive';
}

/** Only the passive can have errant transactions: what only the active has is on its way. */
function errantOf(state: PairState, side: Side): string {
  const [server, other] = [state[side], state[otherSide(side)]];
  if (roleOf(state, side) !== 'passive' || !server.reachable || !other.reachable) return '';
  return server.executed.minus(other.executed).toString();
}

async function pointerStatus(pointer: Pointer, state: PairState): Promise<Status['pointers'][number]> {
  try {
    const { active, host, port, generation } = await pointer.read();
    const agrees = state.pointer.kind === 'names' && state.pointer.side === active;
    return { name: pointer.name, value: `${active} (${host}:${port}), generation ${generation}`, agrees };
  } catch (error) {
    return {
      name: pointer.name,
      value: error instanceof Error ? error.message : String(error),
      agrees: false,
    };
  }
}

/** The texts are read only where the fingerprints differ. */
async function readDifferences({ config, pair }: Run, { a, b }: PairState): Promise<Status['differences']> {
  if (!a.reachable || !b.reachable) return null;
  if (a.level.structure === b.level.structure && sameEvents(a.events, b.events)) return [];
  const [one, other] = [await pair.watch('a'), await pair.watch('b')];
  if (one === null || other === null) return null;
  const { database } = config;
  return diffStructures(await readStructure(one, database), await readStructure(other, database));
}

/** Events are no part of a fingerprint. */
function sameEvents(a: readonly ScheduledEvent[], b: readonly ScheduledEvent[]): boolean {
  const there = new Map(b.map(event => [nameOf(event), event]));
  return a.length === b.length && a.every(event => isSameEvent(event, there.get(nameOf(event))));
}

function describeRun(intent: Intent, facts: Facts, view: View): Omit<NonNullable<Status['run']>, 'runner'> {
  const decision = decide(view);
  return {
    runId: intent.runId,
    goal: intent.goal,
    command: commandFor(intent, facts),
    rollback: rollbackStatus(intent, facts, view),
    startedAt: new Date(intent.startedAt * 1000).toISOString(),
    batches: intent.plan?.batches.length ?? 0,
    batch: Math.min(view.index + 1, intent.plan?.batches.length ?? 0),
    next:
      decision.kind === 'step'
        ? `${decision.step.id}: ${decision.step.title}`
        : decision.kind === 'goal'
          ? 'done: end the run'
          : `${decision.why}; ${decision.advice}`,
  };
}

function rollbackStatus(intent: Intent, facts: Facts, view: View): RollbackStatus | null {
  const underWay = intent.goal === 'rollback' || view.hold === 'back';
  if (underWay) return { possible: true, why: 'it is under way' };
  if (intent.holdAfterFlip !== true) return null;
  const no = whyNoRollback(intent, facts, view);
  if (no !== null) {
    const lossy = (no.findings ?? []).map(({ where, message }) => `${where}: ${message}`);
    return { possible: false, why: [no.why, ...lossy].join('; ') };
  }
  const decision = decide(view);
  return { possible: true, why: decision.kind === 'step' ? `after this: ${decision.step.title}` : null };
}

async function readRunner({ pair }: Run): Promise<string | null> {
  const session = (await pair.watch('a')) ?? (await pair.watch('b'));
  const holder = session === null ? null : await readLockHolder(session, pair.flavor);
  return holder === null ? null : describeHolder(holder);
}
