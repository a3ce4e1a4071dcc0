/** Looks at both servers and the pointers. Reads only. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Flavor } from '../flavor/flavor.js';
import type { MigrationSettings } from '../migrate/migration-settings.js';
import { readRecorded } from '../migrate/recorded.js';
import { recordedNames } from '../migrate/recorded-names.js';
import { otherSide, type ReplicaKey, type ServerKey, type Side, sideOf } from '../pair/side.js';
import type { Level, PairState, ReachableServer, ReplicaState, ServerState } from '../pair/state.js';
import { fingerprintStructure } from '../plan/fingerprint.js';
import type { Pointer } from '../pointer/pointer.js';
import {
  type FoundPrograms,
  findPrograms,
  foundAs,
  type PlannedProgram,
} from '../programs/planned-program.js';
import { programKinds } from '../programs/program.js';
import { foundByKey } from '../programs/since-begun.js';
import { structureApart } from '../programs/structure-with-programs.js';
import { answeredWithin } from '../server/answered-within.js';
import { readStructure } from '../server/catalog.js';
import type { Session } from '../server/connection.js';
import { readPrograms } from '../server/program-catalog.js';
import { readReplication } from '../server/read-replication.js';
import { isSteady } from './is-steady.js';
import { goneAsOver } from './programs/find-over.js';
import { readPointers } from './read-pointers.js';

export type Watched = {
  readonly flavor: Flavor;
  readonly database: string;
  readonly settings: MigrationSettings;
  readonly pointers: readonly Pointer[];
  /** How long to wait for the passive, in ms: within it, it counts as near. */
  readonly lagMs: number;
  watch(server: ServerKey): Promise<Session | null>;
  /** Why `watch` had no session last. */
  whyNot(server: ServerKey): string;
  replicas(): readonly ReplicaKey[];
  /** Stored programs of the open plan; each is looked at. */
  programs(): readonly PlannedProgram[];
};

/**
 * `quick` takes the levels from `previous`: while nobody can write, nothing can change them, and the look must not
 * lengthen the write pause.
 */
export async function observePair(
  watched: Watched,
  previous: PairState | null,
  quick: boolean,
): Promise<PairState> {
  const pointer = await readPointers(watched.pointers);
  const passive: Side = pointer.kind === 'names' ? otherSide(pointer.side) : 'b';
  const level = (side: Side): Level | null => levelOf(quick ? previous : null, side);
  const limitMs = quick ? quickAnswerMs : null;
  // Replicas before their sides, for the same reason as the passive before the active.
  const below = quick ? null : await observeReplicas(watched, previous);
  // The passive first: what it applies between the two reads must not look like transactions of its own.
  const lower = await observeServer(watched, passive, { known: level(passive), limitMs });
  const upper = await observeServer(watched, otherSide(passive), {
    known: level(otherSide(passive)),
    limitMs,
  });
  const lag = quick ? null : await measureLag(watched, { active: upper, passive: lower, server: passive });
  const state = passive === 'a' ? { a: lower, b: upper } : { a: upper, b: lower };
  const replicas = below === null ? (previous?.replicas ?? []) : await measureReplicas(watched, below, state);
  return { ...state, replicas, pointer, near: lag !== null, lagMs: lag ?? 'unknown', at: Date.now() };
}

/** While writes are paused a server that says nothing for so long counts as unreachable: the flip is given up. */
const quickAnswerMs = 2000;

export type Look = {
  /** What was known before; it is read unless it is given. */
  readonly known: Level | null;
  /** How long to wait for an answer in ms; null: as long as it takes. */
  readonly limitMs: number | null;
};

/** One server's own words. */
export async function observeServer(watched: Watched, server: ServerKey, look: Look): Promise<ServerState> {
  const session = await watched.watch(server);
  if (session === null) return { reachable: false, error: watched.whyNot(server) };
  const read = () => readServer(watched, session, look.known);
  try {
    return await (look.limitMs === null ? read() : answeredWithin(session, look.limitMs, read));
  } catch (error) {
    if (session.isOpen()) throw error;
    return { reachable: false, error: error instanceof Error ? error.message : String(error) };
  }
}

async function readServer(
  { flavor, ...watched }: Watched,
  session: Session,
  known: Level | null,
): Promise<ReachableServer> {
  const [server, replication, events] = await Promise.all([
    session.row(flavor.serverQuery).then(row => flavor.readServer(row ?? {})),
    readReplication(session, flavor),
    session.rows(flavor.eventsQuery).then(rows => flavor.readEvents(rows)),
  ]);
  return {
    reachable: true,
    identity: server.identity,
    writable: !server.readOnly,
    superReadOnly: server.superReadOnly,
    executed: server.executed,
    conversions: server.conversions,
    receiver: replication.receiver,
    applier: replication.applier,
    replicationError: replication.error,
    events,
    level: known ?? (await readLevel(watched, session)),
  };
}

/** Records before structure: a migration that ends in between must not look like a change by somebody else. */
async function readLevel(
  { database, settings, programs }: Omit<Watched, 'flavor'>,
  session: Session,
): Promise<Level> {
  const recorded = await readRecorded(session, database, settings);
  const planned = programs();
  const found = planned.length === 0 ? null : await lookForPrograms(session, database, planned);
  const structure = await readStructure(session, database);
  const apart = () => fingerprintStructure(structureApart(structure, planned));
  return {
    structure: fingerprintStructure(structure),
    recorded: [...recordedNames(recorded, settings)],
    ...(found === null ? {} : { programs: found, apart: apart() }),
  };
}

/** In one reading, however many they are. */
async function lookForPrograms(
  session: Session,
  database: string,
  planned: readonly PlannedProgram[],
): Promise<FoundPrograms> {
  const kinds = programKinds.filter(kind => planned.some(one => one.kind === kind));
  const all = await readPrograms(session, database, kinds);
  const found = foundByKey(all);
  // An event whose last time is past comes no more: it counts as brought.
  const over = await goneAsOver(session, { changes: planned, found });
  return { ...findPrograms(planned, found), ...foundAs(over, 'now') };
}

function levelOf(previous: PairState | null, side: Side): Level | null {
  const server = previous?.[side];
  return server?.reachable === true ? server.level : null;
}

/** How often the passive is asked while its lag is measured. */
const lagPollMs = 5;

type Seen = Omit<ReplicaState, 'near'>;

/** None by a command that finds writes paused: nothing below a side may keep it from giving them back. */
async function observeReplicas(watched: Watched, previous: PairState | null): Promise<readonly Seen[]> {
  const keys = watched.replicas();
  if (keys.length === 0 || (previous === null && !(await isSteady(watched)))) return [];
  return Promise.all(keys.map(async key => ({ key, server: await observeReplica(watched, key) })));
}

/** One that answers with an error is as good as one that does not answer. */
async function observeReplica(watched: Watched, key: ReplicaKey): Promise<ServerState> {
  return observeServer(watched, key, { known: null, limitMs: null }).catch((error: unknown) => ({
    reachable: false,
    error: error instanceof Error ? error.message : String(error),
  }));
}

async function measureReplicas(
  watched: Watched,
  replicas: readonly Seen[],
  sides: Readonly<Record<Side, ServerState>>,
): Promise<readonly ReplicaState[]> {
  return Promise.all(
    replicas.map(async ({ key, server }) => {
      const lag = await measureLag(watched, { active: sides[sideOf(key)], passive: server, server: key });
      return { key, server, near: lag !== null };
    }),
  );
}

type Both = {
  /** What is followed. */
  readonly active: ServerState;
  readonly passive: ServerState;
  /** The one that follows. */
  readonly server: ServerKey;
};

/** Time in ms until a server had what its source had at this look, or null when it was longer than the limit. */
async function measureLag(watched: Watched, { active, passive, server }: Both): Promise<number | null> {
  if (!active.reachable || !passive.reachable) return null;
  const begun = performance.now();
  let { executed, applier } = passive;
  while (!executed.contains(active.executed)) {
    if (applier !== 'running' || performance.now() - begun > watched.lagMs) return null;
    await sleep(lagPollMs);
    const session = await watched.watch(server);
    if (session === null) return null;
    const row = await session.row(watched.flavor.serverQuery).catch(() => undefined);
    if (row === undefined) return null;
    ({ executed } = watched.flavor.readServer(row));
    applier = passive.applier;
  }
  return Math.round(performance.now() - begun);
}
